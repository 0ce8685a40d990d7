#include "scenarios/conform/conform.hpp"

#include <zlib.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "scenarios/conform/families.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;

struct Family {
  std::string_view name;
  CaseOutcome (*check)(const json&);
};

constexpr std::array families{
    Family{"tables", conform_scheduler},
    Family{"directed", conform_scheduler},
    Family{"random", conform_scheduler},
    Family{"preemption", conform_scheduler},
    Family{"sequences", conform_scheduler},
    Family{"sampling", conform_scheduler},
    Family{"adaptive", conform_adaptive},
    Family{"rolling_fenceposts", conform_fenceposts},
    Family{"rolling_steps", conform_rolling_step},
    Family{"rolling_status", conform_rolling_status},
    Family{"rolling_proportional_scale", conform_proportional_scale},
    Family{"replicaset_slow_start_and_history", conform_replica_set},
    Family{"pdb_status", conform_budget},
    Family{"pdb_eviction_api", conform_eviction},
    Family{"node_health", conform_node_health},
    Family{"zone_eviction", conform_zone_eviction},
    Family{"zone_state_rate", conform_zone_state},
    Family{"taint_eviction", conform_taint_eviction},
};

const Family* family_named(std::string_view name) {
  for (const Family& f : families)
    if (f.name == name) return &f;
  return nullptr;
}

std::string name_of(const json& the_case, std::string_view stem) {
  const auto name = the_case.find("name");
  return name != the_case.end() && name->is_string() ? name->get<std::string>() : std::string(stem);
}

void note(ConformResult& result, const std::string& name, CaseOutcome outcome) {
  if (auto* failure = std::get_if<ConformFailure>(&outcome); failure != nullptr && failure->name.empty())
    failure->name = name;
  if (auto* skip = std::get_if<ConformSkip>(&outcome); skip != nullptr && skip->name.empty()) skip->name = name;
  if (auto* failure = std::get_if<ConformFailure>(&outcome))
    result.failures.push_back(std::move(*failure));
  else if (auto* skip = std::get_if<ConformSkip>(&outcome))
    result.skips.push_back(std::move(*skip));
  else if (const auto* problems = std::get_if<ConformProblems>(&outcome))
    for (const std::string& problem : problems->found) result.problems.push_back(name + ": " + problem);
  else
    ++result.passed;
}

/// Everything in the file, unpacked if it is packed (zlib reads both).
std::optional<std::string> content(const std::filesystem::path& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string all;
  std::array<char, 1 << 16> buffer{};
  int n = 0;
  while ((n = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0)
    all.append(buffer.data(), static_cast<std::size_t>(n));
  const bool whole = n == 0;
  gzclose(file);
  return whole ? std::optional{std::move(all)} : std::nullopt;
}

std::string stem_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, name.find('.'));
}

}  // namespace

ConformResult& ConformResult::operator+=(const ConformResult& other) {
  passed += other.passed;
  failures.insert(failures.end(), other.failures.begin(), other.failures.end());
  skips.insert(skips.end(), other.skips.begin(), other.skips.end());
  problems.insert(problems.end(), other.problems.begin(), other.problems.end());
  return *this;
}

ConformResult conform_case(std::string_view text, std::string_view file_stem) {
  ConformResult result;
  const json the_case = json::parse(text, nullptr, false);
  if (!the_case.is_object()) {
    result.problems.push_back(std::string(file_stem) + ": not a JSON object: " + std::string(text.substr(0, 80)));
    return result;
  }
  const std::string name = name_of(the_case, file_stem);
  const Family* family = family_named(std::string_view(name).substr(0, name.find('/')));
  if (family == nullptr) family = family_named(file_stem);
  if (family == nullptr) {
    result.skips.push_back({name, "family " + std::string(file_stem)});
    return result;
  }
  try {
    note(result, name, family->check(the_case));
  } catch (const json::exception& error) {
    result.problems.push_back(name + ": not of the family's shape: " + error.what());
  }
  return result;
}

ConformResult conform_file(const std::filesystem::path& path) {
  const auto text = content(path);
  if (!text) {
    ConformResult unreadable;
    unreadable.problems.push_back(path.string() + ": cannot be read");
    return unreadable;
  }
  const std::string stem = stem_of(path);
  if (path.extension() == ".json") return conform_case(*text, stem);
  ConformResult result;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) result += conform_case(line, stem);
  }
  const bool empty = result.passed == 0 && result.failures.empty() && result.skips.empty() && result.problems.empty();
  if (empty) result.problems.push_back(path.string() + ": no case in it");
  return result;
}

}  // namespace paddock::scenarios
