/**
 * Makes the components of lucide's icons. The build gives it to them in place of lucide's own maker, which works out names
 * and class lists with regular expressions for every icon: on a weak phone a tenth of a second before the page answers.
 */
import { createElement, type SVGProps } from "react";

interface IconData {
  size: number;
  node: [element: string, attributes: Record<string, string>][];
}

interface IconProps extends SVGProps<SVGSVGElement> {
  size?: number;
}

export default function createLucideIcon({ size: drawnSize, node }: IconData) {
  return function Icon({ size = drawnSize, ...rest }: IconProps) {
    return createElement(
      "svg",
      {
        width: size,
        height: size,
        viewBox: `0 0 ${drawnSize} ${drawnSize}`,
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2,
        strokeLinecap: "round",
        strokeLinejoin: "round",
        "aria-hidden": true,
        ...rest,
      },
      node.map(([element, attributes]) => createElement(element, attributes)),
    );
  };
}
