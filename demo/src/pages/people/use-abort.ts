import { useEffect, useRef } from 'preact/hooks';

/** A fresh signal for each task. It is aborted by the next one, and when the component goes. */
export function useAbort(): () => AbortSignal {
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  return () => {
    current.current.abort();
    current.current = new AbortController();
    return current.current.signal;
  };
}
