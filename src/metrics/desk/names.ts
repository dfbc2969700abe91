import { limit, offset } from '../define/arguments'
import { member } from '../define/meta'
import { rootField } from '../define/metric'
import { list } from '../define/type'

/** Field `names`. */
export const namesField = rootField({
  name: 'names',
  doc: `All addresses that the label files name on this chain, by address, whatever they are and at whatever block: for lists whose rows have
addresses alone. Names are claims of the authors of label files (docs/labels.md): they are no proof of who it is.`,
  args: { limit: limit(100), offset },
  type: list(member),
  estimate: () => 5,
  async compute({ limit, offset }, { sources, context }) {
    const { names } = sources.labels((await context.head()).chainId)
    return [...names.keys()].sort().slice(offset, offset + limit)
  },
})
