#include "server/protocol/control_sheets.hpp"

#include "server/model/layer.hpp"

namespace yuntu::protocol {

using nlohmann::json;

namespace {

// Rows travel as lists of values, not as objects: a sheet has tens of thousands.

json time_json(std::optional<model::Time> time) {
  return time ? json(model::to_unix_ms(*time)) : json();
}

std::optional<model::Time> time_of(json const &value) {
  return value.is_null() ? std::nullopt
                         : std::optional(model::from_unix_ms(value.get<std::int64_t>()));
}

model::PostKind kind_of(json const &value) {
  auto const kind = model::parse_post_kind(value.get<std::string>());
  if (!kind) {
    throw BadField("unknown kind of post " + value.dump());
  }
  return *kind;
}

model::AreaLevel level_of(json const &value) {
  auto const layer = model::parse_layer_kind(value.get<std::string>());
  auto const level = layer ? model::area_level_of(*layer) : std::nullopt;
  if (!level) {
    throw BadField("unknown level " + value.dump());
  }
  return *level;
}

/// Each row of the list under `key` must be a list of `width` values that `read` can take.
template <typename Read>
auto read_rows(JsonObject &object, std::size_t width, Read const &read, char const *key = "rows") {
  std::vector<decltype(read(std::declval<json const &>()))> rows;
  for (auto const &row : object.list(key, model::most_sheet_rows)) {
    if (!row.is_array() || row.size() != width) {
      throw BadField("a row must be a list of " + std::to_string(width) + " values");
    }
    try {
      rows.push_back(read(row));
    } catch (json::exception const &error) {
      throw BadField(std::string("a row cannot be read: ") + error.what());
    }
  }
  return rows;
}

model::BadRows bad_rows_of(JsonObject &object) {
  return object.flag("partial") ? model::BadRows::keep_good : model::BadRows::keep_nothing;
}

bool is_partial(model::BadRows bad_rows) {
  return bad_rows == model::BadRows::keep_good;
}

model::Assignment assignment_of(json const &value) {
  return {value.at(0).get<std::string>(), model::from_unix_ms(value.at(1).get<std::int64_t>()),
          time_of(value.at(2))};
}

} // namespace

json staff_command_json(model::StaffSheet const &sheet) {
  json rows = json::array();
  for (auto const &row : sheet.rows) {
    rows.push_back({row.row, row.post, to_string(row.kind), row.area, row.person, row.name,
                    row.phone, time_json(row.from), time_json(row.to)});
  }
  return {{"command", "staff_import"},
          {"rows", std::move(rows)},
          {"unreadable", sheet.unreadable},
          {"partial", is_partial(sheet.bad_rows)}};
}

model::StaffSheet read_staff_command(JsonObject &object) {
  model::StaffSheet sheet;
  sheet.rows = read_rows(object, 9, [](json const &row) {
    return model::StaffRow{
        row[0].get<std::int64_t>(), row[1].get<std::string>(), kind_of(row[2]),
        row[3].get<std::string>(),  row[4].get<std::string>(), row[5].get<std::string>(),
        row[6].get<std::string>(),  time_of(row[7]),           time_of(row[8])};
  });
  sheet.unreadable = object.count("unreadable", 0);
  sheet.bad_rows = bad_rows_of(object);
  return sheet;
}

json roster_command_json(model::RosterSheet const &sheet) {
  json rows = json::array();
  for (auto const &row : sheet.rows) {
    rows.push_back({row.row, row.shift.worker, time_json(row.shift.from), time_json(row.shift.to)});
  }
  return {{"command", "staff_roster"},
          {"rows", std::move(rows)},
          {"from", model::format_rfc3339(sheet.from)},
          {"to", model::format_rfc3339(sheet.to)},
          {"unreadable", sheet.unreadable},
          {"partial", is_partial(sheet.bad_rows)}};
}

model::RosterSheet read_roster_command(JsonObject &object) {
  model::RosterSheet sheet;
  sheet.rows = read_rows(object, 4, [](json const &row) {
    return model::RosterRow{row[0].get<std::int64_t>(),
                            {row[1].get<std::string>(),
                             model::from_unix_ms(row[2].get<std::int64_t>()),
                             model::from_unix_ms(row[3].get<std::int64_t>())}};
  });
  sheet.from = object.time("from");
  sheet.to = object.time("to");
  sheet.unreadable = object.count("unreadable", 0);
  sheet.bad_rows = bad_rows_of(object);
  return sheet;
}

json sheet_reply_json(SheetReply const &reply) {
  json refused = json::array();
  for (auto const &row : reply.refused) {
    refused.push_back({row.row, row.reason});
  }
  return {{"reply", "sheet"},
          {"written", reply.written},
          {"rows", std::move(refused)},
          {"changes", reply.changes}};
}

SheetReply read_sheet_reply(JsonObject &object) {
  SheetReply reply;
  reply.written = static_cast<std::int64_t>(object.count("written", 0));
  reply.refused = read_rows(object, 2, [](json const &row) {
    return model::RefusedRow{row[0].get<std::int64_t>(), row[1].get<std::string>()};
  });
  reply.changes = object.counts("changes");
  return reply;
}

json posts_reply_json(PostsReply const &reply) {
  json rows = json::array();
  for (auto const &post : reply.posts) {
    json assignments = json::array();
    for (auto const &entry : post.assignments) {
      assignments.push_back({entry.person, time_json(entry.from), time_json(entry.to)});
    }
    rows.push_back({post.code, to_string(post.kind), to_string(post.area.level), post.area.code,
                    std::move(assignments), time_json(post.closed)});
  }
  json people = json::array();
  for (auto const &person : reply.people) {
    people.push_back({person.code, person.name, person.phone});
  }
  return {{"reply", "posts"}, {"rows", std::move(rows)}, {"people", std::move(people)}};
}

PostsReply read_posts_reply(JsonObject &object) {
  PostsReply reply;
  reply.posts = read_rows(object, 6, [](json const &row) {
    model::Post post{row[0].get<std::string>(),
                     kind_of(row[1]),
                     {level_of(row[2]), row[3].get<std::string>()},
                     {},
                     time_of(row[5])};
    for (auto const &entry : row[4]) {
      post.assignments.push_back(assignment_of(entry));
    }
    return post;
  });
  reply.people = read_rows(
      object, 3,
      [](json const &row) {
        return model::Person{row[0].get<std::string>(), row[1].get<std::string>(),
                             row[2].get<std::string>()};
      },
      "people");
  return reply;
}

json devices_reply_json(DevicesReply const &reply) {
  json rows = json::array();
  for (auto const &row : reply.devices) {
    rows.push_back(
        {row.device, row.user, row.datum, row.radius_percent, row.is_enrolled, row.datum_suspect});
  }
  return {{"reply", "devices"}, {"rows", std::move(rows)}};
}

DevicesReply read_devices_reply(JsonObject &object) {
  return {read_rows(object, 6, [](json const &row) {
    return DevicesReply::Row{row[0].get<std::string>(), row[1].get<std::string>(),
                             row[2].get<std::string>(), row[3].get<std::uint32_t>(),
                             row[4].get<bool>(),        row[5].get<std::string>()};
  })};
}

} // namespace yuntu::protocol
