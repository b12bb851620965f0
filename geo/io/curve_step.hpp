#pragma once

class OGRGeometry;

namespace yuntu::geo::io {

/// The angle, in degrees of arc, at which straight edges leave no curve of the geometry by more
/// than `tolerance` (in the geometry's own unit). For OGRGeometry::getLinearGeometry.
[[nodiscard]] double curve_step_degrees(OGRGeometry const &geometry, double tolerance);

} // namespace yuntu::geo::io
