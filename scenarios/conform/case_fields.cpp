#include "scenarios/conform/case_fields.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace paddock::scenarios {
namespace {

using nlohmann::json;

constexpr std::int64_t most_pods = 10'000'000;  // far beyond what a cluster holds; products stay within 64 bits
constexpr double most_s = 4e9;                  // so do sums of two in nanoseconds

const json& empty_object() {
  static const json empty = json::object();
  return empty;
}

}  // namespace

CaseFields::CaseFields(const json& object, std::string where, CaseNotes& notes)
    : object_(&object), where_(std::move(where)), notes_(&notes) {
  if (!object.is_object()) {
    object_ = &empty_object();
    notes.problems.add(where_, object.is_null() ? "is missing" : "is not an object");
  }
  for (const auto& [key, value] : object_->items()) notes.unread.insert(place(key.c_str()));
}

const json& CaseFields::raw(const char* key) {
  notes_->unread.erase(place(key));
  return objects::member(*object_, key);
}

std::vector<std::string> CaseFields::names() {
  std::vector<std::string> all;
  for (const auto& [key, value] : object_->items()) {
    all.push_back(key);
    notes_->unread.erase(place(key.c_str()));
  }
  return all;
}

bool CaseFields::has(const char* key) { return !raw(key).is_null(); }

void CaseFields::needs_one_of(std::initializer_list<const char*> keys) {
  for (const char* key : keys)
    if (object_->contains(key)) return;
  problem(*keys.begin(), "is missing");
}

std::optional<std::int64_t> CaseFields::whole_if(const char* key, std::int64_t least, std::int64_t most) {
  const json& value = raw(key);
  if (value.is_null()) return std::nullopt;
  const bool whole = value.is_number_integer() &&
                     (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most));
  const std::int64_t number = whole ? value.get<std::int64_t>() : least;
  if (!whole || number < least || number > most)
    problem(key, "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::clamp(number, least, most);
}

std::optional<std::int64_t> CaseFields::count_if(const char* key, std::int64_t least) {
  return whole_if(key, least, most_pods);
}

std::optional<std::int64_t> CaseFields::limit_if(const char* key) {
  return whole_if(key, 0, std::numeric_limits<std::int32_t>::max());
}

std::int64_t CaseFields::count_or(const char* key, std::int64_t otherwise, std::int64_t least) {
  return count_if(key, least).value_or(otherwise);
}

std::int64_t CaseFields::count(const char* key, std::int64_t least) {
  if (const auto count = count_if(key, least)) return *count;
  problem(key, "is missing");
  return least;
}

double CaseFields::number_or(const char* key, double otherwise) {
  const json& value = raw(key);
  if (value.is_null()) return otherwise;
  if (value.is_number()) return value.get<double>();
  problem(key, "is not a number");
  return otherwise;
}

bool CaseFields::flag(const char* key, bool otherwise) {
  raw(key);
  return objects::flag(*object_, key, otherwise, where_, notes_->problems);
}

bool CaseFields::flag_of(std::initializer_list<const char*> keys, bool otherwise) {
  bool result = otherwise;
  for (const char* key : keys)
    if (has(key)) result = flag(key, otherwise);
  return result;
}

std::string CaseFields::text_or(const char* key, std::string otherwise) {
  return has(key) ? objects::text(*object_, key, where_, notes_->problems) : std::move(otherwise);
}

std::string CaseFields::text(const char* key) {
  if (!has(key)) problem(key, "is missing");
  return text_or(key, {});
}

std::optional<sim::Duration> CaseFields::duration(const json& value, const char* key) {
  if (value.is_null()) return std::nullopt;
  if (value.is_number() && std::abs(value.get<double>()) <= most_s) return sim::from_seconds(value.get<double>());
  problem(key, "is not a number of seconds");
  return sim::Duration::zero();
}

std::optional<sim::Duration> CaseFields::seconds_if(const char* key) { return duration(raw(key), key); }

sim::Duration CaseFields::seconds(const char* key) {
  if (!has(key)) problem(key, "is missing");
  return seconds_if(key).value_or(sim::Duration::zero());
}

Amount CaseFields::amount(const char* key) {
  const json& value = raw(key);
  if (value.is_null()) return {};
  if (value.is_string()) {
    const auto percent = models::parse_percent(value.get_ref<const std::string&>());
    return {.given = true, .refused = !percent, .value = percent.value_or(models::CountOrPercent{})};
  }
  const std::int64_t count = count_or(key, 0, -most_pods);
  return {.given = true, .value = {false, static_cast<double>(count)}};
}

std::vector<std::string> CaseFields::texts(const char* key) {
  raw(key);
  return objects::texts(*object_, key, where_, notes_->problems);
}

CaseFields CaseFields::object(const char* key) { return {raw(key), place(key), *notes_}; }

std::vector<CaseFields> CaseFields::list(const char* key) {
  std::vector<CaseFields> all;
  raw(key);
  objects::for_each(*object_, key, where_, notes_->problems,
                    [&](const json& element, const std::string& at) { all.emplace_back(element, at, *notes_); });
  return all;
}

ControllerCase::ControllerCase(const json& the_case)
    : case_(the_case), input_(objects::member(the_case, "input"), "input", notes_) {
  if (!objects::member(the_case, "expect").is_object()) notes_.problems.add("expect", "is missing or not an object");
}

CaseOutcome ControllerCase::unreadable() const { return ConformProblems{notes_.problems.found()}; }

CaseOutcome ControllerCase::outcome(const json& found) const {
  if (!readable()) return unreadable();
  const json& named = objects::member(case_, "name");
  const std::string name = named.is_string() ? named.get<std::string>() : std::string();
  for (const auto& [key, value] : case_["expect"].items())
    if (found.contains(key) && found[key] != value)
      return ConformFailure{name, key + " " + value.dump(), key + " " + found[key].dump()};
  if (!notes_.unread.empty()) return ConformSkip{name, "field " + *notes_.unread.begin()};
  for (const auto& [key, value] : case_["expect"].items())
    if (!found.contains(key)) return ConformSkip{name, "expected " + key};
  return {};
}

}  // namespace paddock::scenarios
