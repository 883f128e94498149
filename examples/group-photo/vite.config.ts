export { appConfig as default } from '../../scripts/app-config.ts';
