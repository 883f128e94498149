import { type BankEvent, eventsToCsv } from 'facebank';

/** Today's arrivals, and the same as a file for a spreadsheet. */
export function ArrivalsCard({ arrivals }: { arrivals: BankEvent[] }) {
  return (
    <section aria-labelledby="arrivals">
      <h2 id="arrivals">Arrived today</h2>
      {arrivals.length === 0 ? (
        <p className="soft">Nobody yet.</p>
      ) : (
        <>
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Time</th>
              </tr>
            </thead>
            <tbody>
              {arrivals.map(({ at, label }) => (
                <tr key={`${at} ${label}`}>
                  <td>{label}</td>
                  <td>{new Date(at).toLocaleTimeString()}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <button type="button" className="quiet" onClick={() => save(eventsToCsv(arrivals), 'arrivals.csv')}>
            Save as CSV
          </button>
        </>
      )}
    </section>
  );
}

/** Hands a file to the browser's downloads. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The download has taken hold of the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
