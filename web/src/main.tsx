import { render } from 'preact'
import { App } from './app/app'
import { followLinks } from './app/place'
import './style.css'

addEventListener('click', followLinks)
render(<App />, document.getElementById('app')!)
