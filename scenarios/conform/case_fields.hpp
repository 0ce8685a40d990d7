// The small cases of the controllers, {"name", "input", "expect"}: their fields with units in the names, read one by
// one so that a wrong one is named and one that nobody reads is noticed.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/kubernetes/count_or_percent.hpp"
#include "scenarios/conform/conform.hpp"
#include "scenarios/objects/object_reader.hpp"
#include "sim/time.hpp"

namespace paddock::scenarios {

/// An IntOrString. Text that Kubernetes would refuse is no problem of the case: it asks what happens then.
struct Amount {
  bool given = false;
  bool refused = false;
  models::CountOrPercent value;
};

/// What comes of reading a case: problems, and the fields that nobody has asked for.
struct CaseNotes {
  ObjectProblems problems;
  std::set<std::string> unread;
};

/// One object of a case. What is asked for twice is read twice; problems are collected, values are then of no use.
class CaseFields {
 public:
  CaseFields(const nlohmann::json& object, std::string where, CaseNotes& notes);

  /// It is there and not null.
  bool has(const char* key);
  /// One of them is there, if only as null; else the first is missing.
  void needs_one_of(std::initializer_list<const char*> keys);
  /// A whole number of pods or nodes from `least` to ten million.
  std::int64_t count(const char* key, std::int64_t least = 0);
  std::int64_t count_or(const char* key, std::int64_t otherwise, std::int64_t least = 0);
  std::optional<std::int64_t> count_if(const char* key, std::int64_t least = 0);
  /// A whole number of 31 bits, the largest of which is no limit.
  std::optional<std::int64_t> limit_if(const char* key);
  double number_or(const char* key, double otherwise);
  bool flag(const char* key, bool otherwise);
  /// The first of several names for the same that is there.
  bool flag_of(std::initializer_list<const char*> keys, bool otherwise);
  std::string text(const char* key);
  std::string text_or(const char* key, std::string otherwise);
  /// Seconds, whole or not, as far as a clock of nanoseconds goes with room to add.
  sim::Duration seconds(const char* key);
  std::optional<sim::Duration> seconds_if(const char* key);
  Amount amount(const char* key);
  std::vector<std::string> texts(const char* key);
  /// The names in an object that is a map. All count as asked for.
  std::vector<std::string> names();
  /// An object; an empty one with a problem where it is missing or something else.
  CaseFields object(const char* key);
  /// The objects of a list. Not there: none.
  std::vector<CaseFields> list(const char* key);
  /// The member as it is; null where there is none.
  const nlohmann::json& raw(const char* key);
  std::string place(const char* key) const { return where_ + "." + key; }
  void problem(const char* key, const std::string& what) { notes_->problems.add(place(key), what); }

  /// CaseFields that nobody has asked for.
  std::vector<std::string> unread() const;

 private:
  std::optional<std::int64_t> whole_if(const char* key, std::int64_t least, std::int64_t most);
  std::optional<sim::Duration> duration(const nlohmann::json& value, const char* key);

  const nlohmann::json* object_;
  std::string where_;
  CaseNotes* notes_;
};

/// A case of a controller, from its reading to its outcome.
class ControllerCase {
 public:
  explicit ControllerCase(const nlohmann::json& the_case);

  CaseFields& input() { return input_; }
  bool readable() const { return notes_.problems.none(); }
  /// What a field of `found` is worth beside the same of `expect`. Expected fields that are not found are skipped, as
  /// are cases with input that nobody has read: what they are about is not modelled.
  CaseOutcome outcome(const nlohmann::json& found) const;
  /// Why the case cannot be read.
  CaseOutcome unreadable() const;

 private:
  const nlohmann::json& case_;
  CaseNotes notes_;
  CaseFields input_;
};

}  // namespace paddock::scenarios
