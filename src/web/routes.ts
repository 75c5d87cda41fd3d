// Which page stands at which address; each page is loaded when it is first opened.
import { type ComponentType, lazy } from 'react';
import type { Words } from './words/zh.js';

export interface Route {
  name: keyof Words['pages'];
  path: string;
  Page: ComponentType;
}

export const ROUTES: readonly Route[] = [
  { name: 'today', path: '/', Page: lazy(() => import('./pages/today/index.js')) },
  { name: 'policy', path: '/policy', Page: lazy(() => import('./pages/policy/index.js')) },
  { name: 'monitoring', path: '/monitoring', Page: lazy(() => import('./pages/monitoring/index.js')) },
  { name: 'clusters', path: '/clusters', Page: lazy(() => import('./pages/clusters/index.js')) },
  { name: 'chains', path: '/chains', Page: lazy(() => import('./pages/chains/index.js')) },
  { name: 'firms', path: '/firms', Page: lazy(() => import('./pages/firms/index.js')) },
  { name: 'match', path: '/match', Page: lazy(() => import('./pages/match/index.js')) },
  { name: 'layout', path: '/layout', Page: lazy(() => import('./pages/layout/index.js')) },
  { name: 'briefs', path: '/briefs', Page: lazy(() => import('./pages/briefs/index.js')) },
  { name: 'data', path: '/data', Page: lazy(() => import('./pages/data/index.js')) },
];

/** The page of an address: /chains and everything below it is one page, which reads the rest itself. */
export function routeOf(path: string): Route | null {
  return (
    ROUTES.find(
      (route) => path === route.path || (route.path !== '/' && path.startsWith(`${route.path}/`)),
    ) ?? null
  );
}
