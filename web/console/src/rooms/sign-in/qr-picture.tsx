import { generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";
import { useMemo } from "react";

/** Dark on white in every theme: cameras read nothing else for certain. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => generate(text), [text]);
  return (
    <svg className="qr-picture" role="img" aria-label={label} viewBox={`-4 -4 ${code.size + 8} ${code.size + 8}`} shapeRendering="crispEdges">
      <rect x="-4" y="-4" width={code.size + 8} height={code.size + 8} fill="#fff" />
      <path d={toSvgPath(code)} fill="#000" />
    </svg>
  );
}
