import "./city-seal.css";

/** The city's cinnabar seal: a picture in public/icons, so that a new city brings its own without a line of code. */
export function CitySeal({ city }: { city: string }) {
  return <img className="city-seal" src={`/icons/${city}.svg`} alt="" width="40" height="40" />;
}
