#include "tools/checkout.hpp"

namespace yuntu {

std::string checkout() {
  return YUNTU_CHECKOUT;
}

} // namespace yuntu
