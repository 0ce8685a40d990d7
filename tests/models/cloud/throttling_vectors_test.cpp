// The bucket against closed forms of throttled clients, where these stand beside the repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "models/cloud/token_bucket.hpp"
#include "sim/distributions.hpp"

namespace paddock::models {
namespace {

using sim::Duration;
using sim::Time;

/// One line of the file: flat numbers, found by their keys.
struct Case {
  std::string line;
  bool is(const std::string& family) const { return line.find("\"name\": \"tb_" + family) != std::string::npos; }
  std::optional<double> find(const std::string& key) const {
    const auto at = line.find("\"" + key + "\": ");
    if (at == std::string::npos || line.compare(at + key.size() + 4, 4, "null") == 0) return std::nullopt;
    return std::strtod(line.c_str() + at + key.size() + 4, nullptr);
  }
  double number(const std::string& key) const {
    EXPECT_TRUE(find(key)) << key << " in " << line;
    return find(key).value_or(0);
  }
  std::size_t count(const std::string& key) const { return static_cast<std::size_t>(number(key)); }
  Duration seconds(const std::string& key) const { return sim::from_seconds(number(key)); }
  BucketSize bucket() const {
    return {static_cast<std::int64_t>(number("burst")), static_cast<std::int64_t>(number("rate_per_s") * 1000 + 0.5)};
  }
  void expect(const std::string& key, double value, double relative = 1e-6) const {
    const double wanted = number(key);
    EXPECT_NEAR(value, wanted, relative * wanted + 1e-6) << key << " in " << line;
  }
};

std::vector<Case> cases(const std::string& family) {
  std::ifstream file(PADDOCK_ROOT "/../shared/vectors/analytic/throttling.jsonl");
  std::vector<Case> found;
  for (std::string line; std::getline(file, line);)
    if (const Case c{line}; c.is(family)) found.push_back(c);
  return found;
}

#define VECTORS_OR_SKIP(family)   \
  const auto all = cases(family); \
  if (all.empty()) GTEST_SKIP() << "the vectors are not there"

double seconds_of(Time time) { return sim::to_seconds(time.time_since_epoch()); }

/// Waits for the next token in the order of asking, and takes it.
Time wait_and_take(TokenBucket& bucket, const BucketSize& size, Time now) {
  const Time then = bucket.next_token(now, size);
  EXPECT_TRUE(bucket.take(then, size));
  return then;
}

struct Attempt {
  Time when;
  std::size_t client;
  int retry;
  bool operator>(const Attempt& o) const { return when != o.when ? when > o.when : client > o.client; }
};

Duration wait_before_retry(const Case& c, int retry) {
  double wait_s = c.number("backoff_base_s");
  for (int i = 0; i < std::min(retry, 60); ++i) wait_s *= c.number("backoff_factor");
  if (const auto cap = c.find("backoff_cap_s")) wait_s = std::min(wait_s, *cap);
  return sim::from_seconds(wait_s);
}

TEST(ThrottlingVectors, rejected_clients_back_off) {
  VECTORS_OR_SKIP("backoff");
  for (const Case& c : all) {
    std::priority_queue<Attempt, std::vector<Attempt>, std::greater<>> attempts;
    for (std::size_t i = 0; i < c.count("clients"); ++i) attempts.push({Time{}, i, 0});
    TokenBucket bucket;
    const BucketSize size = c.bucket();
    const double latency_s = c.number("latency_s");
    double made = 0, rejected = 0, completion = 0, makespan = 0;
    for (; !attempts.empty(); ++made) {
      const Attempt a = attempts.top();
      attempts.pop();
      if (bucket.take(a.when, size)) {
        makespan = seconds_of(a.when) + latency_s;
        completion += makespan;
      } else {
        ++rejected;
        attempts.push({a.when + wait_before_retry(c, a.retry), a.client, a.retry + 1});
      }
    }
    c.expect("makespan_s", makespan);
    c.expect("total_attempts", made);
    c.expect("rejected", rejected);
    c.expect("mean_completion_s", completion / c.number("clients"));
  }
}

TEST(ThrottlingVectors, calls_at_once_wait_for_tokens) {
  VECTORS_OR_SKIP("oneshot");
  for (const Case& c : all) {
    TokenBucket bucket;
    Time now{};
    double completion = 0, delayed = 0;
    for (std::size_t i = 0; i < c.count("n"); ++i) {
      now = wait_and_take(bucket, c.bucket(), now);
      delayed += now > Time{} ? 1 : 0;
      completion += seconds_of(now) + c.number("latency_s");
    }
    c.expect("makespan_s", seconds_of(now) + c.number("latency_s"));
    c.expect("mean_completion_s", completion / c.number("n"));
    c.expect("calls_delayed", delayed);
  }
}

TEST(ThrottlingVectors, spaced_calls_wait_for_tokens) {
  VECTORS_OR_SKIP("spaced");
  for (const Case& c : all) {
    TokenBucket bucket;
    Time now{};
    double longest = 0, waited = 0;
    for (std::size_t i = 0; i < c.count("n"); ++i) {
      const Time asked = Time{c.seconds("gap_s") * static_cast<std::int64_t>(i)};
      now = wait_and_take(bucket, c.bucket(), std::max(now, asked));
      longest = std::max(longest, sim::to_seconds(now - asked));
      waited += sim::to_seconds(now - asked);
    }
    c.expect("makespan_s", seconds_of(now) + c.number("latency_s"));
    c.expect("max_wait_s", longest);
    c.expect("mean_wait_s", waited / c.number("n"));
  }
}

/// Clients that call, wait for the token and the answer, and call again when they are free.
struct ClosedLoop {
  std::priority_queue<Time, std::vector<Time>, std::greater<>> free;
  TokenBucket bucket;
  BucketSize size;
  Duration latency{};
  Time last{};  // token taken

  ClosedLoop(const Case& c, const std::string& clients) : size(c.bucket()), latency(c.seconds("latency_s")) {
    for (std::size_t i = 0; i < c.count(clients); ++i) free.push(Time{});
  }
  Time call() {
    const Time asked = free.top();
    free.pop();
    last = wait_and_take(bucket, size, std::max(asked, last));
    return last + latency;
  }
};

TEST(ThrottlingVectors, so_many_calls_in_flight) {
  VECTORS_OR_SKIP("parallel");
  for (const Case& c : all) {
    ClosedLoop loop(c, "parallelism");
    Time end{};
    for (std::size_t i = 0; i < c.count("n"); ++i) {
      const Time done = loop.call();
      end = std::max(end, done);
      loop.free.push(done);
    }
    c.expect("makespan_s", seconds_of(end));
  }
}

TEST(ThrottlingVectors, clients_for_ever) {
  VECTORS_OR_SKIP("closed");
  for (const Case& c : all) {
    ClosedLoop loop(c, "clients");
    const Duration think = c.seconds("think_s");
    const Time from{std::chrono::seconds{1000}}, to{std::chrono::seconds{5000}};
    double calls = 0, waited = 0;
    while (loop.last < to) {
      const Time asked = loop.free.top();
      const Time done = loop.call();
      if (loop.last >= from) ++calls, waited += sim::to_seconds(loop.last - asked);
      loop.free.push(done + think);
    }
    c.expect("throughput_per_s", calls / sim::to_seconds(to - from), 1e-3);
    c.expect("mean_token_wait_s", waited / calls, 1e-2);
  }
}

/// Poisson arrivals; visit(now) for each.
template <class Visit>
void arrivals(double rate_per_s, int count, Visit&& visit) {
  const auto gap = sim::Distribution::exponential_mean(1 / rate_per_s);
  sim::BufferedLuck luck(sim::luck("arrivals", 1));
  Time now{};
  for (int i = 0; i < count; ++i) visit(now += sim::from_seconds(gap.sample(luck.next({1, 0}))));
}

TEST(ThrottlingVectors, random_calls_are_dropped) {
  VECTORS_OR_SKIP("police");
  for (const Case& c : all) {
    TokenBucket bucket;
    const BucketSize size = c.bucket();
    constexpr int calls = 400'000;
    double rejected = 0;
    arrivals(c.number("lambda"), calls, [&](Time now) { rejected += bucket.take(now, size) ? 0 : 1; });
    EXPECT_NEAR(rejected / calls, c.number("reject_probability"), 0.005) << c.line;
  }
}

TEST(ThrottlingVectors, random_calls_wait) {
  VECTORS_OR_SKIP("shape");
  for (const Case& c : all) {
    TokenBucket bucket;
    const BucketSize size = c.bucket();
    constexpr int calls = 1'000'000;
    double waited = 0, waiting = 0;
    Time last{};
    arrivals(c.number("lambda"), calls, [&](Time now) {
      last = wait_and_take(bucket, size, std::max(now, last));
      waited += sim::to_seconds(last - now);
      waiting += last > now ? 1 : 0;
    });
    c.expect("mean_token_wait_s", waited / calls, 0.05);
    c.expect("prob_wait", waiting / calls, 0.03);
  }
}

}  // namespace
}  // namespace paddock::models
