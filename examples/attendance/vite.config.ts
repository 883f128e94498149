import { mergeConfig } from 'vite';
import { appConfig } from '../../scripts/app-config.ts';

export default mergeConfig(appConfig, {
  optimizeDeps: { include: ['react', 'react-dom/client', 'react/jsx-runtime', 'react/jsx-dev-runtime'] },
});
