import { render } from 'preact';
import { App } from './app/app.tsx';
import { keepAppearance } from './app/appearance.ts';
import { startAppUpdates } from './services/app-update.ts';
import { startBank } from './services/bank.ts';
import { startEngine } from './services/engine.ts';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/ui.css';

keepAppearance();
render(<App />, document.getElementById('app')!);
startBank();
startEngine();
startAppUpdates();
