import type { ApiContext, BlockInput } from '../../reads/context'
import type { Model } from '../../reads/entities'
import { Statement } from '../sql/statement'

/** A statement for the block of the operation. @param named what its field names */
export async function statementAt(
  model: Model,
  context: ApiContext,
  named: BlockInput | null | undefined,
): Promise<Statement> {
  const { missingContracts } = await context.head()
  return new Statement(model, await context.at(named), missingContracts)
}
