// g++ 12 sees uninitialised members inside <regex>, which valijson uses, when sanitizers are on.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "tests/scenarios/language/validator.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "scenarios/language/schema.hpp"

namespace paddock::fixture {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

struct Validator::Compiled {
  valijson::Schema schema;
};

Validator::Validator(const std::string& schema) : compiled_(std::make_unique<Compiled>()) {
  const json document = json::parse(schema);
  valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(document), compiled_->schema);
}

Validator::~Validator() = default;

std::string Validator::complaints(const scenarios::Node& node) const {
  const json document = json::parse(scenarios::json_text(node));
  valijson::ValidationResults results;
  if (valijson::Validator().validate(compiled_->schema, NlohmannJsonAdapter(document), &results)) return {};
  std::string out = "refused\n";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) out += step;
    out += ": " + error.description + "\n";
  }
  return out;
}

}  // namespace paddock::fixture
