import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js'
import type { Answer } from './request'

interface Reference {
  $ref?: string
}

interface Content {
  content?: Record<string, { schema: AnySchema }>
}

interface Header extends Reference {
  required?: boolean
}

interface DocumentedResponse extends Content, Reference {
  headers?: Record<string, Header>
}

interface Operation {
  responses: Record<string, DocumentedResponse>
}

/** What the tests read of an OpenAPI document. */
export interface OpenapiFile {
  info: { version: string }
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, { enum?: string[] }> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Compares answers with an OpenAPI document. */
export class OpenapiDocument {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true })
  private readonly seen = new Set<string>()

  constructor(private readonly file: OpenapiFile) {
    this.ajv.addFormat('date-time', (text) => new Date(text).toISOString() === text)
    this.ajv.addSchema(file as unknown as AnySchema, 'openapi', undefined, false)
  }

  /** `GET /health 200`: all that are documented. */
  get documented(): string[] {
    return Object.entries(this.file.paths)
      .flatMap(([path, item]) =>
        Object.entries(item)
          .filter(([method]) => METHODS.includes(method))
          .flatMap(([method, operation]) =>
            Object.keys((operation as Operation).responses).map(
              (status) => `${method.toUpperCase()} ${path} ${status}`,
            ),
          ),
      )
      .sort()
  }

  /** Those that were compared with an answer. */
  get compared(): string[] {
    return [...this.seen].sort()
  }

  /**
   * Compares an answer.
   * @param method under which it is documented
   * @returns all that differs; nothing: it is as documented
   */
  differences(method: string, path: string, answer: Answer): string[] {
    const { status, headers, body } = answer
    const at = ['paths', path, method.toLowerCase(), 'responses', `${status}`]
    const documented = this.at<DocumentedResponse>(at)
    if (!documented) return [`${method} ${path} answers ${status}, which is not documented`]
    this.seen.add(`${method} ${path} ${status}`)
    const { value, pointer } = this.resolve(documented, at)
    const found = Object.entries(value.headers ?? {}).flatMap(([name, header]) => {
      const where = [...pointer, 'headers', name]
      if (name in headers) return this.invalid(where, headers[name], 'schema')
      const { required = false } = this.resolve(header, where).value
      return required ? [`there is no header ${name}`] : []
    })
    return [...found, ...this.differencesOfBody(value, pointer, headers['content-type'], body)]
  }

  /** What is wrong with a value of a named schema. */
  invalidAs(schema: string, value: unknown): string[] {
    return this.invalid(['components', 'schemas', schema], value)
  }

  private differencesOfBody(
    { content }: Content,
    pointer: readonly string[],
    contentType: string | undefined,
    body: string,
  ): string[] {
    if (!content) return body === '' ? [] : [`there should be no body: ${body}`]
    const type = contentType?.split(';')[0] ?? ''
    if (!(type in content)) return [`the content type ${type} is not documented`]
    const value = type === 'application/json' ? JSON.parse(body) : body
    return this.invalid([...pointer, 'content', type, 'schema'], value)
  }

  /** @param inner of what the pointer leads to, after references */
  private invalid(pointer: readonly string[], value: unknown, ...inner: string[]): string[] {
    const target = this.resolve(this.at<Reference>(pointer)!, pointer).pointer
    const validate = this.ajv.getSchema(`openapi#${pointerOf([...target, ...inner])}`)
    if (!validate) throw new Error(`no schema at ${pointer}`)
    if (validate(value)) return []
    return [`${pointer.at(-1)}: ${this.ajv.errorsText(validate.errors)}`]
  }

  private at<T>(pointer: readonly string[]): T | undefined {
    let value: unknown = this.file
    for (const key of pointer) value = (value as Record<string, unknown> | undefined)?.[key]
    return value as T | undefined
  }

  private resolve<T extends Reference>(value: T, pointer: readonly string[]) {
    if (!value.$ref) return { value, pointer }
    const target = value.$ref.slice('#/'.length).split('/')
    return { value: this.at<T>(target)!, pointer: target }
  }
}

function pointerOf(keys: readonly string[]): string {
  const escaped = keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `/${escaped.map(encodeURIComponent).join('/')}`
}
