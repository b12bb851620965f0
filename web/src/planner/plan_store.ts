// The plan and who wants to know that it changed.
import { FIRST_PLAN, type Plan } from "./plan";

export interface PlanStore {
  get(): Plan;
  update(change: Partial<Plan> | ((plan: Plan) => Plan)): void;
  subscribe(hear: (next: Plan, before: Plan) => void): void;
}

export function createPlanStore(first: Plan = FIRST_PLAN): PlanStore {
  let plan = first;
  const heard: ((next: Plan, before: Plan) => void)[] = [];
  return {
    get: () => plan,
    update(change) {
      const before = plan;
      plan = typeof change === "function" ? change(plan) : { ...plan, ...change };
      if (plan !== before) for (const hear of heard) hear(plan, before);
    },
    subscribe: (hear) => void heard.push(hear),
  };
}
