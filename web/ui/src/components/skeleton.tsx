import "./skeleton.css";

/** The shape of what is coming, in place of a spinner. */
export function Skeleton({ shape }: { shape: "line" | "title" | "card" }) {
  return <span className={`skeleton skeleton-${shape}`} aria-hidden="true" />;
}

/** A waiting screen: said once to screen readers, drawn as shapes for everybody else. */
export function SkeletonScreen({ label }: { label: string }) {
  return (
    <div className="skeleton-stack" aria-busy="true">
      <p className="visually-hidden" role="status">
        {label}
      </p>
      <Skeleton shape="title" />
      <Skeleton shape="line" />
      <Skeleton shape="card" />
      <Skeleton shape="card" />
      <Skeleton shape="card" />
    </div>
  );
}
