// The one unit that holds the compiled halves of Asio and Beast (…_SEPARATE_COMPILATION). Asio with
// g++ 12 in C++20 needs <utility> before its own headers: awaitable.hpp forgets it.
#include <utility>

#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
