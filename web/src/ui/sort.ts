import { useView } from '../app/view'

/** Order and page of a table of the server, from the URL: `sort`, `dir=up`, `page`. */
export function useOrder<O extends string>(
  orders: readonly O[],
  otherwise: O,
): { order: O; descending: boolean; page: number } {
  const { params } = useView().place
  const sort = params.get('sort')
  const page = Number(params.get('page'))
  return {
    order: orders.find((order) => order === sort) ?? otherwise,
    descending: params.get('dir') !== 'up',
    page: Number.isInteger(page) && page > 0 && page < 1000 ? page : 0,
  }
}
