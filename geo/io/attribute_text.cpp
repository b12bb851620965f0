#include "geo/io/attribute_text.hpp"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <string_view>

#include <iconv.h>

namespace yuntu::geo::io {
namespace {

struct CloseIconv {
  using pointer = iconv_t;
  void operator()(iconv_t converter) const { iconv_close(converter); }
};

/// From one encoding to UTF-8, strictly.
class Decoder {
public:
  static std::optional<Decoder> make(std::string const &encoding) {
    auto *const converter = iconv_open("UTF-8", encoding.c_str());
    // iconv_open's documented failure value is (iconv_t)-1.
    if (reinterpret_cast<std::intptr_t>(converter) == -1) {
      return std::nullopt;
    }
    return Decoder(converter);
  }

  /// nullopt when the bytes are not text in the encoding.
  std::optional<std::string> decode(std::string_view bytes) const {
    iconv(converter_.get(), nullptr, nullptr, nullptr, nullptr);
    std::string in(bytes);
    std::string out(bytes.size() * 4 + 4, '\0');
    char *from = in.data();
    std::size_t left = in.size();
    char *to = out.data();
    std::size_t room = out.size();
    bool const failed = iconv(converter_.get(), &from, &left, &to, &room) == std::size_t(-1);
    if (failed && errno != EINVAL) { // EINVAL: only the last character is incomplete
      return std::nullopt;
    }
    out.resize(out.size() - room);
    return out;
  }

private:
  explicit Decoder(iconv_t converter) : converter_(converter) {}
  std::unique_ptr<void, CloseIconv> converter_;
};

struct Undecodable {
  std::int64_t row = 0; // 0: a field name
  std::string field;
};

tl::expected<AttributeText, Undecodable> decoded(AttributeText const &text,
                                                 Decoder const &decoder) {
  AttributeText result;
  for (auto const &field : text.fields) {
    auto name = decoder.decode(field);
    if (!name) {
      return tl::unexpected(Undecodable{0, "number " + std::to_string(result.fields.size() + 1)});
    }
    result.fields.push_back(std::move(*name));
  }
  for (auto const &row : text.rows) {
    result.rows.push_back({row.number, row.values});
    auto &values = result.rows.back().values;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) {
        continue;
      }
      values[i] = decoder.decode(*values[i]);
      if (!values[i]) {
        return tl::unexpected(Undecodable{row.number, i < result.fields.size()
                                                          ? result.fields[i]
                                                          : "number " + std::to_string(i + 1)});
      }
    }
  }
  return result;
}

ImportError not_text(Undecodable const &where, std::string message) {
  return {"", "", where.row, where.field, std::move(message)};
}

} // namespace

tl::expected<TextEncoding, ImportError> to_utf8(AttributeText &text, std::string const &ordered,
                                                std::string const &declared) {
  std::vector<std::string> candidates{"UTF-8", "GB18030"};
  if (!ordered.empty()) {
    candidates = {ordered};
  } else if (!declared.empty()) {
    candidates.insert(candidates.begin(), declared);
  }
  auto const first = candidates.front();
  Undecodable where;
  for (auto const &candidate : candidates) {
    auto const decoder = Decoder::make(candidate);
    if (!decoder) {
      if (!ordered.empty()) {
        return tl::unexpected(
            not_text({}, "unknown encoding \"" + ordered + "\"; expected e.g. GBK or UTF-8"));
      }
      continue;
    }
    auto result = decoded(text, *decoder);
    if (result) {
      text = std::move(*result);
      return TextEncoding{candidate, candidate != first};
    }
    where = result.error();
  }
  return tl::unexpected(
      not_text(where, ordered.empty() ? "the text is neither UTF-8 nor GB18030; say which encoding "
                                        "it is with --encoding"
                                      : "the text is not " + ordered));
}

} // namespace yuntu::geo::io
