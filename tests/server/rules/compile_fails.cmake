# Passes when SOURCE compiles without DEFINITION and fails with it, saying EXPECTED.
set(COMMAND_LINE ${COMPILER} -std=c++20 -fsyntax-only -I${ROOT} -x c++)
execute_process(COMMAND ${COMMAND_LINE} ${SOURCE}
  RESULT_VARIABLE RESULT ERROR_VARIABLE WORDS)
if(NOT RESULT EQUAL 0)
  message(FATAL_ERROR "${SOURCE} does not compile as it is:\n${WORDS}")
endif()
execute_process(COMMAND ${COMMAND_LINE} -D${DEFINITION} ${SOURCE}
  RESULT_VARIABLE RESULT ERROR_VARIABLE WORDS)
if(RESULT EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles with ${DEFINITION}: the gap is not noticed")
endif()
string(FIND "${WORDS}" "${EXPECTED}" FOUND)
if(FOUND EQUAL -1)
  message(FATAL_ERROR "${SOURCE} fails for another reason than \"${EXPECTED}\":\n${WORDS}")
endif()
