// The workbench in the browser: one page, many addresses.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from './frame.js';
import { LanguageProvider } from './language.js';
import { ThemeProvider } from './theme.js';
import './page.css';
import './print.css';

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 15_000, refetchOnWindowFocus: true } },
});

// The workbench was built anew while this page was open: the parts that it knows of are gone, and the new page knows others.
// Where loading again brings the same build, a part is missing for another reason, and the page says so.
const RELOADED = 'ballast:reloaded';
window.addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(RELOADED) === import.meta.url) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, import.meta.url);
  location.reload();
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <ThemeProvider>
          <Frame />
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
