#include "server/model/area.hpp"

#include <utility>

namespace yuntu::model {

AreaCodes::AreaCodes(Codes codes) {
  if (codes != none()) {
    shared_ = std::make_shared<Codes const>(std::move(codes));
  }
}

void AreaCodes::set(AreaLevel level, std::string code) {
  auto changed = codes();
  changed[static_cast<std::size_t>(level)] = std::move(code);
  *this = AreaCodes(std::move(changed));
}

AreaCodes::Codes const &AreaCodes::none() {
  static Codes const empty;
  return empty;
}

} // namespace yuntu::model
