import { apiError } from '../../reads/errors'
import { checkInput, type RequestRules } from '../checked'
import {
  type ExportRequest,
  readBlock,
  readFields,
  readFormat,
  readIntegers,
  suggestion,
} from '../request'
import { findTable } from '../tables'

const PARAMETERS = ['block', 'since', 'where', 'fields', 'integers', 'args']

/**
 * Reads a request for an export.
 *
 * @param path `<entity>.<format>` @param search of the URL
 * @throws ApiError NOT_FOUND, BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function readRequest(path: string, search: string, rules: RequestRules): ExportRequest {
  const [, name = path, extension = ''] = /^([^.]*)\.([^.]*)$/.exec(path) ?? []
  findTable(rules.model, name)
  const format = readFormat(extension)
  const params = paramsOf(search)
  const read = <T>(name: string, of: (text: string) => T): T | null => {
    const text = params.get(name)
    return text === undefined ? null : of(text)
  }
  const since = read('since', readBlock)
  return {
    entity: name,
    format,
    // Increments are of final blocks.
    block: read('block', readBlock) ?? (since === null ? null : 'FINAL'),
    since,
    ...checkInput(
      name,
      { where: params.get('where') ?? null, args: params.get('args') ?? null },
      rules,
    ),
    fields: read('fields', readFields),
    integers: read('integers', (text) => readIntegers(text, format)) ?? 'text',
  }
}

/** @throws ApiError BAD_USER_INPUT for a parameter that there is not, or that is given twice */
function paramsOf(search: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    if (!PARAMETERS.includes(name)) {
      throw apiError('BAD_USER_INPUT', `There is no parameter "${name.slice(0, 100)}".`, {
        hint: `Did you mean ${suggestion(name, PARAMETERS)}? All: ${PARAMETERS.join(', ')}.`,
      })
    }
    if (params.has(name)) {
      throw apiError('BAD_USER_INPUT', `The parameter ${name} is given more than once.`, {
        hint: 'Give it once; fields are comma-separated.',
      })
    }
    params.set(name, value)
  }
  return params
}
