import { render } from 'preact'
import { App } from './app/app'
import { followLinks, keepTheme } from './app/place'
import './style.css'

addEventListener('click', followLinks)
addEventListener('pointerdown', keepTheme)
addEventListener('focusin', keepTheme)
render(<App />, document.getElementById('app')!)
