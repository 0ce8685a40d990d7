// Everything the scheduler knows that is not the state of a cluster: names, namespaces, services, volumes, profiles,
// and the pod classes compiled from them. Append-only: ids stay valid, so one catalogue serves every copy of a state
// that it has ever been used with.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/kubernetes/scheduler/counters.hpp"
#include "models/kubernetes/scheduler/pod_class.hpp"
#include "models/kubernetes/scheduler/profile.hpp"
#include "models/kubernetes/scheduler/spec.hpp"

namespace paddock::models::scheduling {

class SchedulerCatalogue {
 public:
  /// Requires: at least one profile. The first serves pods that name none.
  explicit SchedulerCatalogue(std::vector<Profile> profiles = {Profile{}});

  // The objects around pods. Classes see those that were there before them.

  /// A namespace with labels; one that is not added exists without. Requires: no class uses it yet.
  void add_namespace(std::string_view name, const Labels& labels);
  void add_service(const ServiceSpec&);
  void add_controller(const ControllerSpec&);
  void add_claim(const ClaimSpec&);

  /// What is wrong with a pod spec in this cluster; empty: nothing. It is scheduled as upstream would all the same.
  std::vector<std::string> problems_of(const PodSpec&) const;
  /// The class of a spec: the same for an equal spec.
  ClassId add_class(const PodSpec&);

  const PodClass& pod_class(ClassId id) const { return classes_[id]; }
  const LocalRules& local(LocalId id) const { return locals_[id]; }
  const Profile& profile(std::uint32_t index) const { return profiles_[index]; }
  std::size_t classes() const { return classes_.size(); }
  std::size_t locals() const { return locals_.size(); }

  const Scope& scope(ScopeId id) const { return scopes_[id]; }
  const Counter& counter(CounterId id) const { return counters_[id]; }
  std::size_t scopes() const { return scopes_.size(); }
  std::size_t counters() const { return counters_.size(); }
  std::size_t keys() const { return keys_.size(); }
  Symbol key_symbol(KeyId id) const { return keys_[id]; }

  Symbols& symbols() { return symbols_; }
  const Symbols& symbols() const { return symbols_; }

  /// True if a pod of this class matches the counter's predicates, whatever the counter counts it for.
  bool matches(const Counter&, const PodClass&) const;

  /// Labels with a fixed meaning.
  struct WellKnown {
    Symbol hostname, zone, region, beta_zone, beta_region, unschedulable, empty, any_ip;
  };
  const WellKnown& known() const { return known_; }

 private:
  friend class ClassCompiler;

  struct Controller {
    std::string kind, name;
    Selector selector;
  };

  KeyId key(Symbol label);
  CounterId add_counter(const Counter&);
  void link(ClassId, CounterId);
  bool matches(const PodPredicate&, const PodClass&) const;
  const LabelSet& namespace_labels(Symbol) const;

  Symbols symbols_;
  WellKnown known_{};
  std::vector<Profile> profiles_;
  std::map<Symbol, LabelSet> namespaces_;
  std::map<Symbol, std::vector<Selector>> services_;                 // by namespace
  std::map<Symbol, std::vector<Controller>> controllers_;            // by namespace
  std::map<std::pair<std::string, std::string>, ClaimSpec> claims_;  // by namespace and name

  std::map<PodSpec, ClassId> class_ids_;
  std::vector<PodClass> classes_;
  Interner<LocalRules> locals_;
  std::vector<Symbol> keys_;
  Interner<Scope> scopes_;
  Interner<PodPredicate> predicates_;
  Interner<Counter> counters_;

  // Who may have to do with whom, by namespace, so that a new class is not held against every counter.
  std::map<Symbol, std::vector<CounterId>> counters_of_;
  std::vector<CounterId> wide_counters_;  ///< with a namespace selector
  std::map<Symbol, std::vector<ClassId>> classes_of_;
};

/// What is wrong with a pod spec, beyond quantities (which their reader checks); empty: nothing.
std::vector<std::string> problems(const PodSpec&);

}  // namespace paddock::models::scheduling
