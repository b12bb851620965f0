#pragma once

#include "server/protocol/live_values.hpp"

#include <protozero/pbf_writer.hpp>

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// The fields of a Plan of live.proto.
void write_plan(protozero::pbf_writer &writer, PlanUpsert const &upsert);

} // namespace yuntu::protocol
