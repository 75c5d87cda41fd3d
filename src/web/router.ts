// Addresses: every view has its own, with what it shows in the query, so that it can be sent to a colleague.
import { type MouseEvent, useCallback, useMemo, useSyncExternalStore } from 'react';

const CHANGED = 'ballast:address';

function subscribe(told: () => void): () => void {
  addEventListener('popstate', told);
  addEventListener(CHANGED, told);
  return () => {
    removeEventListener('popstate', told);
    removeEventListener(CHANGED, told);
  };
}

export interface Address {
  path: string;
  query: URLSearchParams;
}

export function useAddress(): Address {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  return useMemo(() => {
    const [path, search = ''] = address.split('?');
    return { path: path!, query: new URLSearchParams(search) };
  }, [address]);
}

export function goTo(address: string, { replace = false } = {}): void {
  if (address === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  dispatchEvent(new Event(CHANGED));
  if (!replace) scrollTo(0, 0);
}

/** One value of the query; setting it to null or to the default takes it out of the address. */
export function useQueryValue(name: string, initial = ''): [string, (value: string | null) => void] {
  const { query } = useAddress();
  const set = useCallback(
    (value: string | null) => {
      const next = new URLSearchParams(location.search);
      if (value === null || value === '' || value === initial) next.delete(name);
      else next.set(name, value);
      const search = next.toString();
      goTo(location.pathname + (search === '' ? '' : `?${search}`), { replace: true });
    },
    [name, initial],
  );
  return [query.get(name) ?? initial, set];
}

/** For links: a plain click stays in the page, any other one does what the browser does. */
export function followed(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  event.preventDefault();
  const { pathname, search } = event.currentTarget;
  goTo(pathname + search);
}
