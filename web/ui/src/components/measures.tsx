import "./measures.css";

interface Measure {
  name: string;
  value: number;
  /** The value as people read it. */
  text: string;
}

/** Things beside one another, each with its name, its figure and a bar: a chart that is its own table. */
export function Measures({ title, items }: { title: string; items: readonly Measure[] }) {
  const most = Math.max(1, ...items.map(({ value }) => value));
  return (
    <figure className="measures">
      <figcaption>{title}</figcaption>
      <ul>
        {items.map(({ name, value, text }, index) => (
          <li key={`${name} ${index}`}>
            <span className="measures-name">{name}</span>
            <span className="measures-value">{text}</span>
            <svg className="measures-bar" aria-hidden="true" height="8" width="100%">
              <rect className="measures-ground" width="100%" height="8" rx="4" />
              {value > 0 ? <rect className="measures-fill" width={`${Math.max(1.5, (value / most) * 100).toFixed(1)}%`} height="8" rx="4" /> : null}
            </svg>
          </li>
        ))}
      </ul>
    </figure>
  );
}
