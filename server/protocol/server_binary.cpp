#include "server/protocol/server_messages.hpp"

#include <protozero/pbf_writer.hpp>
#include <protozero/varint.hpp>

namespace yuntu::protocol {
namespace {

using protozero::pbf_writer;

void write_removes(pbf_writer &writer, protozero::pbf_tag_type field,
                   std::vector<Remove> const &removes) {
  for (auto const &remove : removes) {
    pbf_writer part(writer, field);
    part.add_enum(1, static_cast<std::int32_t>(remove.layer));
    part.add_string(2, remove.id);
  }
}

/// The encoded upserts hold their own field headers: they are copied as they are.
void append_upserts(std::string &body, Upserts const &upserts) {
  for (auto const &block : upserts.workers) {
    body += block->bytes;
  }
  for (auto const &incident : upserts.incidents) {
    body += incident->bytes;
  }
  for (auto const &reach : upserts.reaches) {
    body += reach->bytes;
  }
  for (auto const &count : upserts.counts) {
    body += count->bytes;
  }
  for (auto const &plan : upserts.plans) {
    body += plan->bytes;
  }
}

// Field numbers of ServerMessage.
constexpr protozero::pbf_tag_type snapshot_field = 2;
constexpr protozero::pbf_tag_type changes_field = 3;

/// `marks` and `fields` are the body of one message.
std::string joined(protozero::pbf_tag_type field, std::string const &marks,
                   std::vector<std::string_view> const &fields) {
  constexpr std::size_t longest_header = 12;
  auto size = marks.size();
  for (auto const part : fields) {
    size += part.size();
  }
  std::string bytes;
  bytes.reserve(size + longest_header);
  bytes += static_cast<char>((field << 3U) | 2U); // length-delimited
  protozero::add_varint_to_buffer(&bytes, size);
  bytes += marks;
  for (auto const part : fields) {
    bytes += part;
  }
  return bytes;
}

/// Writes the body of one kind of message and says its field in ServerMessage.
struct WriteBody {
  std::string &body;

  protozero::pbf_tag_type operator()(Hello const &hello) const {
    pbf_writer writer(body);
    writer.add_string(1, hello.cursor.epoch);
    writer.add_uint64(2, hello.cursor.seq);
    writer.add_uint64(3, hello.cursor.tick);
    writer.add_int64(4, model::to_unix_ms(hello.time));
    writer.add_string(5, hello.user);
    writer.add_string(6, hello.role);
    return 1;
  }
  protozero::pbf_tag_type operator()(Snapshot const &snapshot) const {
    pbf_writer writer(body);
    writer.add_uint64(1, snapshot.seq);
    writer.add_uint64(2, snapshot.tick);
    append_upserts(body, snapshot.upserts);
    return snapshot_field;
  }
  protozero::pbf_tag_type operator()(Changes const &changes) const {
    pbf_writer writer(body);
    if (changes.seq) {
      writer.add_uint64(1, *changes.seq);
    }
    if (changes.tick) {
      writer.add_uint64(2, *changes.tick);
    }
    append_upserts(body, changes.upserts);
    write_removes(writer, 6, changes.removes);
    return changes_field;
  }
  protozero::pbf_tag_type operator()(model::Acknowledgement const &ack) const {
    pbf_writer writer(body);
    writer.add_string(1, ack.device);
    writer.add_uint64(2, ack.boot);
    for (auto const &[from, to] : ack.accepted) {
      pbf_writer part(writer, 3);
      part.add_uint64(1, from);
      part.add_uint64(2, to);
    }
    write_verdicts(writer, 4, ack.rejected);
    write_verdicts(writer, 5, ack.flagged);
    writer.add_packed_uint64(6, ack.conflicts.begin(), ack.conflicts.end());
    writer.add_uint64(7, ack.acked_through);
    return 4;
  }
  protozero::pbf_tag_type operator()(Forget const &forget) const {
    pbf_writer writer(body);
    write_removes(writer, 1, forget.removes);
    return 5;
  }
  protozero::pbf_tag_type operator()(Resync const &resync) const {
    pbf_writer writer(body);
    writer.add_string(1, resync.reason);
    return 6;
  }
  protozero::pbf_tag_type operator()(Problem const &problem) const {
    pbf_writer writer(body);
    writer.add_string(1, "about:blank");
    writer.add_string(2, problem.title);
    writer.add_string(3, problem.detail);
    writer.add_uint32(4, problem.status);
    return 7;
  }

  static void write_verdicts(pbf_writer &writer, protozero::pbf_tag_type field,
                             std::vector<model::Acknowledgement::Item> const &items) {
    for (auto const &item : items) {
      pbf_writer part(writer, field);
      part.add_uint64(1, item.seq);
      part.add_string(2, item.word);
    }
  }
};

} // namespace

std::string encode_binary(ServerMessage const &message) {
  std::string body;
  auto const field = std::visit(WriteBody{body}, message);
  std::string bytes;
  pbf_writer(bytes).add_message(field, body);
  return bytes;
}

std::string join_changes(std::optional<std::uint64_t> seq, std::optional<std::uint64_t> tick,
                         std::vector<std::string_view> const &fields) {
  std::string marks;
  pbf_writer writer(marks);
  if (seq) {
    writer.add_uint64(1, *seq);
  }
  if (tick) {
    writer.add_uint64(2, *tick);
  }
  return joined(changes_field, marks, fields);
}

std::string join_snapshot(std::uint64_t seq, std::uint64_t tick,
                          std::vector<std::string_view> const &fields) {
  std::string marks;
  pbf_writer writer(marks);
  writer.add_uint64(1, seq);
  writer.add_uint64(2, tick);
  return joined(snapshot_field, marks, fields);
}

std::string encode_message(ServerMessage const &message, WireFormat format) {
  return format == WireFormat::json ? encode_json(message) : encode_binary(message);
}

} // namespace yuntu::protocol
