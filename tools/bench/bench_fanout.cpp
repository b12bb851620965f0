// From the positions of thousands of workers to the screens of thousands of viewers, against the
// real yuntu-server with accounts and rights, beside two Boost.Beast servers that have neither.
// README.md says what is measured and how.
#include "tools/bench/live/bed.hpp"
#include "tools/bench/live/figure.hpp"
#include "tools/bench/live/views.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace {

using namespace yuntu::bench;

constexpr std::uint32_t workers = 5000;
constexpr int gateways = 8;
constexpr std::size_t viewers = 2000;

std::unique_ptr<Session> watched_session(std::unique_ptr<Session> session,
                                         std::vector<View> const &views) {
  session->connect_gateways(gateways);
  session->introduce(0, workers);
  session->connect_viewers(views);
  session->idle(0.5);
  return session;
}

std::vector<View> the_views() {
  return mixed_views(viewers, 3);
}

/// What a workload is measured with, and against.
struct Contest {
  std::string name;
  Phase phase;
  int flush_ms = 100;
  std::vector<View> views;
  bool has_chat = true;
};

struct Rates {
  std::vector<double> own, chat, coalesce, over_chat, over_coalesce, p50_ms, p99_ms;
};

Outcome measured(Session &session, Phase const &phase) {
  auto warm_up = phase;
  warm_up.seconds = 0.5;
  (void)session.run(warm_up);
  return session.run(phase);
}

Outcome round_of(Contest const &contest, std::string const &who, std::unique_ptr<Session> session) {
  auto const running = watched_session(std::move(session), contest.views);
  auto phase = contest.phase;
  // So much may be under way in a control that acknowledges nothing: a few flushes, or a queue.
  phase.deliveries_ahead = who == "coalesce" || who == "raw send()" ? 1'500'000 : 400'000;
  phase.facts_a_second = who == "yuntu" ? phase.facts_a_second : 0;
  auto outcome = measured(*running, phase);
  Line(contest.name + "_round", deliveries_per_cpu_s(outcome), "deliveries/cpu_s")
      .with("server", who)
      .of(outcome)
      .accounts_of(outcome)
      .print();
  return outcome;
}

/// Sockets alone, doing the same, say what a control may cost: no more than 1/0.7 of it.
void judge(Bed &bed, Contest const &contest, std::string const &name, Outcome const &control,
           int period_ms) {
  auto const raw = round_of(contest, name == "chat" ? "raw send(), one a record" : "raw send()",
                            bed.control("control_raw", {std::to_string(period_ms)}));
  auto const reached = deliveries_per_cpu_s(control) / deliveries_per_cpu_s(raw);
  Line(contest.name + "_control_fit", reached, "of raw send()")
      .with("control", name)
      .with("control_value", deliveries_per_cpu_s(control))
      .with("raw_value", deliveries_per_cpu_s(raw))
      .with("raw_cpu_us_a_message", raw.cpu_s * 1e6 / static_cast<double>(raw.tally->messages))
      .with("bytes_a_message",
            static_cast<double>(raw.bytes) / static_cast<double>(raw.tally->messages))
      .with("verdict", reached >= 0.7 ? "fit" : "VOID: under 70 %")
      .print();
}

void print_result(Contest const &contest, std::string const &control,
                  std::vector<double> const &values, std::vector<double> const &ratios,
                  Rates const &rates) {
  auto const [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  Line(contest.name + "_deliveries", median(rates.own), "deliveries/cpu_s")
      .against(control, median(values), median(ratios))
      .with("ratio_min", *least)
      .with("ratio_max", *most)
      .with("rounds", ratios.size())
      .with("p50_ms", median(rates.p50_ms))
      .with("p99_ms", median(rates.p99_ms))
      .print();
}

/// In turns, another one first each time.
void hold(Bed &bed, Choice const &choice, Contest contest) {
  contest.phase.seconds = choice.seconds;
  Rates rates;
  for (int round = 0; round < choice.rounds; ++round) {
    double own = 0;
    double chat = 0;
    double coalesce = 0;
    for (int turn = 0; turn < 3; ++turn) {
      int const who = (round + turn) % 3;
      if (who == 0) {
        auto const outcome = round_of(contest, "yuntu", bed.yuntu({.flush_ms = contest.flush_ms}));
        own = deliveries_per_cpu_s(outcome);
        rates.p50_ms.push_back(outcome.tally->latency.quantile_ms(0.5));
        rates.p99_ms.push_back(outcome.tally->latency.quantile_ms(0.99));
      } else if (who == 1 && contest.has_chat) {
        auto const outcome = round_of(contest, "chat", bed.control("control_chat", {}));
        chat = deliveries_per_cpu_s(outcome);
        if (round == 0 && !choice.is_quick) {
          judge(bed, contest, "chat", outcome, 0);
        }
      } else if (who == 2) {
        auto const outcome =
            round_of(contest, "coalesce",
                     bed.control("control_coalesce", {std::to_string(contest.flush_ms)}));
        coalesce = deliveries_per_cpu_s(outcome);
        if (round == 0) {
          judge(bed, contest, "coalesce", outcome, contest.flush_ms);
        }
      }
    }
    rates.own.push_back(own);
    rates.chat.push_back(chat);
    rates.coalesce.push_back(coalesce);
    rates.over_chat.push_back(chat > 0 ? own / chat : 0);
    rates.over_coalesce.push_back(coalesce > 0 ? own / coalesce : 0);
  }
  if (contest.has_chat) {
    print_result(contest, "beast, one write a record", rates.chat, rates.over_chat, rates);
  }
  print_result(contest, "beast, one message a flush", rates.coalesce, rates.over_coalesce, rates);
}

/// WB with aggregates on: viewers from afar get counts, so deliveries do not compare; what a report
/// costs the server does.
void measure_counts(Bed &bed, Choice const &choice) {
  Contest const contest{
      "wb_100ms_counts", {.seconds = choice.seconds, .reports_a_second = 5000}, 100, the_views()};
  auto const cost = [](Outcome const &outcome) {
    return outcome.cpu_s * 1e6 / static_cast<double>(outcome.tally->reports);
  };
  std::vector<double> counts;
  std::vector<double> points;
  std::vector<double> coalesce;
  for (int round = 0; round < choice.rounds; ++round) {
    counts.push_back(
        cost(round_of(contest, "yuntu", bed.yuntu({.flush_ms = 100, .has_counts = true}))));
    points.push_back(cost(round_of(contest, "yuntu, point mode", bed.yuntu({.flush_ms = 100}))));
    coalesce.push_back(
        cost(round_of(contest, "coalesce", bed.control("control_coalesce", {"100"}))));
  }
  for (auto const &[control, values] :
       {std::pair{"yuntu in point mode", points}, {"beast, one message a flush", coalesce}}) {
    Line(contest.name, median(counts), "cpu_us/report")
        .against(control, median(values), median(values) / median(counts))
        .with("rounds", choice.rounds)
        .print();
  }
}

/// What an idle viewer costs: signed in, subscribed to 3 x 3 cells, nothing moves.
void measure_idle(Bed &bed) {
  auto const session = bed.yuntu({});
  session->idle(0.5);
  auto const before = session->server().rss_kb();
  auto views = mixed_views(viewers, 3);
  for (auto &view : views) {
    view.last_column = view.first_column = std::min(view.first_column, 97);
    view.last_row = view.first_row = std::min(view.first_row, 97);
    view.last_column += 2;
    view.last_row += 2;
  }
  session->connect_viewers(views);
  session->idle(1);
  auto const kb = static_cast<double>(session->server().rss_kb() - before);
  Line("idle_viewer", kb * 1024 / static_cast<double>(views.size()), "bytes")
      .with("viewers", views.size())
      .with("rss_kb", session->server().rss_kb())
      .print();
}

/// B6, B7 and the facts' lane, each beside the same minute's plain WB on the same server.
void measure_disturbances(Bed &bed, Choice const &choice, std::vector<std::string> const &wanted) {
  auto const session = watched_session(bed.yuntu({.folder = disk_folder()}), the_views());
  Phase plain{.seconds = choice.seconds, .reports_a_second = 5000};
  auto const has = [&wanted](char const *name) {
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  auto const calm = measured(*session, plain);
  auto const calm_p99 = calm.tally->latency.quantile_ms(0.99);
  Line("calm_wb_p99", calm_p99, "ms").with("flush_ms", 100).of(calm).accounts_of(calm).print();
  if (has("facts")) {
    auto phase = plain;
    phase.facts_a_second = 20;
    auto const sync = sync_times_ms(disk_folder(), 100);
    auto const outcome = session->run(phase);
    auto const &tally = *outcome.tally;
    Line("facts_seen_p50", tally.facts_seen.quantile_ms(0.5), "ms")
        .with("facts", tally.facts)
        .with("facts_offered", tally.facts_offered)
        .with("facts_delivered", tally.facts_delivered)
        .with("facts_p99_ms", tally.facts_seen.quantile_ms(0.99))
        .with("answered_p50_ms", tally.facts_answered.quantile_ms(0.5))
        .with("disk_sync_p50_ms", median(sync))
        .with("beside_sync_ms", tally.facts_seen.quantile_ms(0.5) - median(sync))
        .of(outcome)
        .print();
  }
  if (has("pan_storm")) {
    auto phase = plain;
    phase.pans_a_second = 2;
    auto const outcome = session->run(phase);
    auto const p99 = outcome.tally->latency.quantile_ms(0.99);
    Line("pan_storm_p99", p99, "ms")
        .against("the same without pans", calm_p99, p99 > 0 ? calm_p99 / p99 : 0)
        .with("snapshots", outcome.tally->snapshots)
        .with("snapshot_records", outcome.tally->snapshot_records)
        .with("answer_p50_ms", outcome.tally->pans.quantile_ms(0.5))
        .with("answer_p99_ms", outcome.tally->pans.quantile_ms(0.99))
        .of(outcome)
        .with("delivered", outcome.tally->delivered)
        .with("foreign", outcome.tally->foreign)
        .print();
  }
  if (has("slow_readers")) {
    auto phase = plain;
    phase.stalled_share = 0.05;
    auto const outcome = session->run(phase);
    auto const p99 = outcome.tally->latency.quantile_ms(0.99);
    Line("slow_readers_p99", p99, "ms")
        .against("the same without", calm_p99, p99 > 0 ? calm_p99 / p99 : 0)
        .with("stalled", static_cast<int>(0.05 * viewers))
        .with("grown_bytes_each",
              static_cast<double>(outcome.rss_after_kb - outcome.rss_before_kb) * 1024 /
                  (0.05 * viewers))
        .of(outcome)
        .print();
  }
}

Contest wb(std::string name, double rate, int flush_ms) {
  return {std::move(name), {.reports_a_second = rate}, flush_ms, the_views()};
}

} // namespace

int main(int argc, char **argv) {
  Choice choice;
  std::unique_ptr<Bed> bed;
  auto const contest = [&](Contest const &given) {
    return [&, given] { hold(*bed, choice, given); };
  };
  auto const disturbance = [&](std::string name) {
    return [&, name] { measure_disturbances(*bed, choice, {name}); };
  };
  auto saturation = wb("wa_20ms", 0, 20);
  saturation.phase.facts_a_second = 10;
  auto gathered = saturation;
  gathered.name = "wa32_20ms";
  gathered.phase.reports_a_frame = 32;
  gathered.phase.has_mixed_frames = true;
  auto broadcast = wb("wc_20ms", 5000, 20);
  broadcast.views = whole_county_views(1000);
  broadcast.has_chat = false;
  auto fast = wb("wb20k_100ms", 20'000, 100);
  fast.has_chat = false;
  std::vector<Experiment> const all{
      {"wb_100ms", "5,000 positions/s, flush 100 ms", contest(wb("wb_100ms", 5000, 100)), true},
      {"wb_20ms", "5,000 positions/s, flush 20 ms", contest(wb("wb_20ms", 5000, 20))},
      {"wb20k_100ms", "20,000 positions/s, flush 100 ms", contest(fast)},
      {"wa_20ms", "as many positions as are taken, flush 20 ms", contest(saturation)},
      {"wa32_20ms", "the same, gateways gather the reports of 32 workers into a frame",
       contest(gathered)},
      {"wc_20ms", "5,000 positions/s to 1,000 viewers of everything", contest(broadcast)},
      {"wb_100ms_counts", "the same as wb_100ms with aggregates on",
       [&] { measure_counts(*bed, choice); }},
      {"idle_viewer", "memory of a viewer when nothing moves", [&] { measure_idle(*bed); }, true},
      {"disturbances", "facts, pan_storm and slow_readers on one server",
       [&] {
         measure_disturbances(*bed, choice, {"facts", "pan_storm", "slow_readers"});
       }},
      {"facts", "20 incidents/s under WB, on the disk", disturbance("facts")},
      {"pan_storm", "2,000 viewers pan twice a second under WB", disturbance("pan_storm")},
      {"slow_readers", "5 % of the viewers stop reading under WB", disturbance("slow_readers")}};
  try {
    choice = read_choice(argc, argv, all);
    if (!choice.is_quick && choice.only.empty()) {
      choice.only = {"wb_100ms", "wb_20ms",         "wb20k_100ms", "wa_20ms",
                     "wc_20ms",  "wb_100ms_counts", "idle_viewer", "disturbances"};
    }
    bed = std::make_unique<Bed>(workers);
    Line("county", County::grids + County::side * County::side, "grids and micro-grids")
        .with("imported", bed->data().source())
        .with("workers", workers)
        .with("viewers", mix_of(the_views()))
        .with("cores", "server 1, client 0")
        .with("load", load_average())
        .print();
    run_chosen(choice, all);
  } catch (std::exception const &error) {
    std::cerr << "bench_fanout: " << error.what() << "\n";
    return 2;
  }
}
