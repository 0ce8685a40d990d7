// Sets a stage: so many tenants, cut and delivered as said.
#pragma once

#include <string>
#include <vector>

#include "models/world.hpp"

namespace paddock::models {

struct Setting {
  std::uint32_t tenants = 20;
  std::uint32_t later = 0;      // more tenants, which nobody has added yet
  std::uint32_t databases = 0;  // tenants in equal runs of the file on each
  DeliverySpec delivery;
  NamedMap<ApiSpec> apis;
  double rollout_s = 75;
};

/// The numbers of the closed form with nothing drawn: a runner after 6 s, no look-ups.
Setting plain_setting(std::uint32_t tenants);

sim::Run<World> stage(const Setting& setting, sim::LuckKey key = {1, 0});

/// Pushes at the present moment of the run, then lets it go on until nothing is pending.
void push(sim::Run<World>& run, Pushed what);
void push_and_finish(sim::Run<World>& run, Pushed what);
void finish(sim::Run<World>& run);

/// Deploy n of all that were pushed.
const Deploy& deploy(const sim::Run<World>& run, std::size_t n = 0);
double queued_s(const Deploy& deploy);
double sync_s(const Deploy& deploy);
/// Push to the end of the job: the T of the closed form.
double total_s(const Deploy& deploy);

}  // namespace paddock::models
