#include "server/model/area.hpp"

#include <utility>

namespace yuntu::model {

AreaCodes::AreaCodes(Codes codes, Fences fences) {
  Content content{std::move(codes), std::move(fences)};
  if (content != none()) {
    shared_ = std::make_shared<Content const>(std::move(content));
  }
}

void AreaCodes::set(AreaLevel level, std::string code) {
  auto changed = codes();
  changed[static_cast<std::size_t>(level)] = std::move(code);
  *this = AreaCodes(std::move(changed), fences());
}

AreaCodes::Content const &AreaCodes::none() {
  static Content const empty;
  return empty;
}

} // namespace yuntu::model
