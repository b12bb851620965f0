#include "tools/yuntu/staff/xml_walk.hpp"

#include "tools/yuntu/command.hpp"

#include <expat.h>

#include <exception>
#include <memory>
#include <vector>

namespace yuntu::tools {
namespace {

constexpr std::size_t deepest = 64;

std::string_view local_name(char const *name) {
  std::string_view const whole(name);
  auto const colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// What the C callbacks share. They must not throw through the parser: what is thrown is kept.
struct Walk {
  XML_Parser parser;
  XmlHandler const &handler;
  std::vector<std::string> texts; ///< of the open elements
  std::string refusal;
  std::exception_ptr thrown;

  void stop() { XML_StopParser(parser, XML_FALSE); }

  template <typename Work>
  void guarded(Work const &work) {
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
      stop();
    }
  }
};

Walk &walk_of(void *data) {
  return *static_cast<Walk *>(data);
}

void XMLCALL on_start(void *data, XML_Char const *name, XML_Char const **attributes) {
  auto &walk = walk_of(data);
  walk.guarded([&] {
    if (walk.texts.size() == deepest) {
      walk.refusal = "elements nest deeper than 64";
      return walk.stop();
    }
    walk.texts.emplace_back();
    XmlAttributes found;
    for (; *attributes != nullptr; attributes += 2) {
      found.emplace(local_name(attributes[0]), attributes[1]);
    }
    walk.handler.on_start(local_name(name), found);
  });
}

void XMLCALL on_end(void *data, XML_Char const *name) {
  auto &walk = walk_of(data);
  walk.guarded([&] {
    auto const text = std::move(walk.texts.back());
    walk.texts.pop_back();
    walk.handler.on_end(local_name(name), text);
  });
}

void XMLCALL on_text(void *data, XML_Char const *text, int length) {
  auto &walk = walk_of(data);
  walk.guarded([&] {
    if (!walk.texts.empty()) {
      walk.texts.back().append(text, static_cast<std::size_t>(length));
    }
  });
}

void XMLCALL on_doctype(void *data, XML_Char const *, XML_Char const *, XML_Char const *, int) {
  auto &walk = walk_of(data);
  walk.refusal = "it declares a document type, which no workbook needs";
  walk.stop();
}

} // namespace

void walk_xml(std::string_view document, std::string const &origin, XmlHandler const &handler) {
  std::unique_ptr<XML_ParserStruct, FreeParser> const parser(XML_ParserCreate(nullptr));
  Walk walk{parser.get(), handler, {}, {}, {}};
  XML_SetUserData(parser.get(), &walk);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  auto const status =
      XML_Parse(parser.get(), document.data(), static_cast<int>(document.size()), XML_TRUE);
  if (walk.thrown) {
    std::rethrow_exception(walk.thrown);
  }
  if (status == XML_STATUS_ERROR) {
    auto const line = std::to_string(XML_GetCurrentLineNumber(parser.get()));
    throw CommandError(origin + ": line " + line + ": " +
                       (walk.refusal.empty()
                            ? std::string(XML_ErrorString(XML_GetErrorCode(parser.get())))
                            : walk.refusal));
  }
}

} // namespace yuntu::tools
