'use client';

import { challengeSteps } from 'face-core';
import { useEffect } from 'react';

/** Imports the packages where it is rendered on the server, too. */
export default function Page() {
  useEffect(() => {
    import('../app.js');
  }, []);
  return <p>{challengeSteps.join(', ')}</p>;
}
