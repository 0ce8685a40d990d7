// Plans: what a tenant bought. A weight, and a promise about good minutes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"

namespace paddock::models {

/// A promise: the share of minutes in a window that are good, and how many failed requests make a minute bad.
struct SloSpec {
  std::string good = "99.9% of minutes in 30d";
  std::string bad_minute = "errors > 5%";
};
void describe(Visitor& v, SloSpec& s);

struct CreditSpec {
  double below = 0;
  double of_fee = 0;
};
void describe(Visitor& v, CreditSpec& s);

struct PlanSpec {
  double weight = 1;
  SloSpec slo;
  std::vector<CreditSpec> credit;
};
void describe(Visitor& v, PlanSpec& s);

/// A promise in numbers.
struct Slo {
  double good_share = 0.999;        // of the minutes of the window
  sim::Duration window{};           // the window of the error budget
  double bad_minute_errors = 0.05;  // a minute is bad if more than this share of its requests fails
};
/// Reads both phrases. Empty: they are not of the forms "P% of minutes in D", P below 100, and "errors > P%", D in
/// days.
std::optional<Slo> slo_of(const SloSpec& spec);

}  // namespace paddock::models
