// The views of a page, each at its own address.
import type { ReactNode } from 'react';
import { followed, useAddress } from '../router.js';

export interface View {
  path: string;
  label: ReactNode;
}

/** The first view is also what the address of the page itself shows; `shown` where views differ by their query. */
export function Views({ label, views, shown }: { label: string; views: readonly View[]; shown?: string }) {
  const { path } = useAddress();
  const current = views.find((view) => view.path === (shown ?? path)) ?? views[0];
  return (
    <nav className="views" aria-label={label}>
      {views.map((view) => (
        <a
          key={view.path}
          href={view.path}
          onClick={followed}
          aria-current={view === current ? 'page' : undefined}
        >
          {view.label}
        </a>
      ))}
    </nav>
  );
}
