import { PAGE_PATHS } from '../../../src/api/http/web/paths'
import { PAGES } from './pages'
import { adjust, hrefOf, type Place } from './place'
import { SearchButton } from './search-button'

/** The name, the pages, the search, and the theme. */
export function Header({ place }: { place: Place | null }) {
  const params = place?.params ?? new URLSearchParams()
  const theme = params.get('theme')
  const isDark =
    theme === null ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
  return (
    <header>
      <a class="brand" href={hrefOf('', null, params)}>
        Linchpin
      </a>
      <nav aria-label="Pages">
        {PAGE_PATHS.map((path) => (
          <a
            key={path}
            href={hrefOf(path, null, params)}
            {...(place?.page === path && { 'aria-current': 'page' as const })}
          >
            {PAGES[path].name}
          </a>
        ))}
      </nav>
      <SearchButton place={place} />
      <button type="button" onClick={() => adjust({ theme: isDark ? 'light' : 'dark' })}>
        {isDark ? 'Light' : 'Dark'}
      </button>
    </header>
  )
}
