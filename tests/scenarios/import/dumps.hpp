// The small dumps beside the tests, whole or taken apart, and what becomes of them.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/experiment/design.hpp"
#include "scenarios/import/import.hpp"
#include "scenarios/language/parse.hpp"
#include "tests/scenarios/cli/program.hpp"

namespace paddock::scenarios {

inline std::string dump_file(const std::string& name) {
  return std::string(PADDOCK_ROOT) + "/tests/scenarios/import/dumps/" + name;
}
inline nlohmann::json dump_json(const std::string& name) {
  return nlohmann::json::parse(text_of_file(dump_file(name)));
}

/// The import of files, with everything that it says as one text.
struct Imported {
  std::optional<ImportResult> result;
  Problems problems;
  std::string said() const {
    std::string text = problems.to_text();
    if (!result) return text;
    for (const auto* list : {&result->notes, &result->coverage.described, &result->coverage.assumed,
                             &result->coverage.not_described, &result->coverage.not_modelled})
      for (const std::string& line : *list) text += line + "\n";
    return text;
  }
  /// The tenant of that name. Requires: there is one.
  const models::TenantSpec& tenant(const std::string& name) const {
    for (const auto& tenant : result->spec.tenants)
      if (tenant.name == name) return tenant;
    throw std::out_of_range("no tenant " + name);
  }
};

inline Imported import_files(const std::vector<std::string>& files, const ImportOptions& options = {}) {
  Imported imported;
  imported.result = import_kubectl(files, options, imported.problems);
  return imported;
}

/// Files in a folder of the test's own.
class Import : public Program {
 protected:
  Imported import_text(const std::string& text, const ImportOptions& options = {}) const {
    write("dump.json", text);
    return import_files({(folder_ / "dump.json").string()}, options);
  }
  /// The file as it is read again; a test fails if it has problems.
  static std::optional<LoadedFleet> reread(const std::string& yaml) {
    Problems problems;
    const auto node = parse_text("fleet.yaml", yaml, problems, Syntax::yaml);
    auto fleet = node ? read_fleet(*node, {}, {}, problems) : std::nullopt;
    EXPECT_TRUE(fleet) << problems.to_text() << yaml;
    return fleet;
  }
};

}  // namespace paddock::scenarios
