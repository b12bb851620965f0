#pragma once

#include "server/services/walk_profiles.hpp"

namespace yuntu::test::walkers {

// The shipped ones.
inline services::Walker const standard{"standard", geo::standard_walk};
inline services::Walker const elder{"elder", geo::elder_walk};
inline services::Walker const wheelchair{"wheelchair", geo::wheelchair_walk};

} // namespace yuntu::test::walkers
