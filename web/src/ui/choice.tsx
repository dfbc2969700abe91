import { adjust } from '../app/place'

/** A choice that the URL keeps. */
export function Choice<V extends string>(props: {
  /** Parameter of the URL. */
  param: string
  label: string
  value: V
  options: readonly { readonly value: V; readonly name: string }[]
}) {
  const { param, label, value, options } = props
  return (
    <label>
      {label}
      <select
        name={param}
        value={value}
        onChange={({ currentTarget }) => adjust({ [param]: currentTarget.value, page: null })}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The choice of a parameter; the first option if it names none. */
export function chosen<V extends string>(
  params: URLSearchParams,
  param: string,
  options: readonly { readonly value: V }[],
): V {
  const wanted = params.get(param)
  return (options.find(({ value }) => value === wanted) ?? options[0]!).value
}
