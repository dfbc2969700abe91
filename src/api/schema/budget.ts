import type { ApiContext } from '../../reads/context'
import type { Budget } from '../sql/select'
import { truncatedLists } from '../truncated'

/** What is left of the budget of an operation: one for all of its root fields. */
export type BudgetOf = (context: ApiContext) => Budget

/** @param maxRows rows that one operation may return */
export function budgetsOf(maxRows: number): BudgetOf {
  const budgets = new WeakMap<ApiContext, Budget>()
  return (context) => {
    const known = budgets.get(context)
    if (known) return known
    const budget = { max: maxRows, left: maxRows, truncated: truncatedLists(context) }
    budgets.set(context, budget)
    return budget
  }
}
