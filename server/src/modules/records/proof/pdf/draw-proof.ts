/**
 * A proof as a sheet of A4. The same proof always gives the same bytes: its times are the proof's own, and nothing in it
 * is left to chance. It is tagged (ISO 14289, PDF/UA), so that a screen reader finds title, tables and their headings.
 */
import { correction, generate } from "lean-qr";
import PDFDocument from "pdfkit";
import { maskIdNumber } from "../../../../kernel/mask.ts";
import type { CheckedField } from "../../contract.ts";
import type { ProofContent } from "../proof.ts";
import { asSource, type FontName, printable } from "./fonts.ts";
import { printTime, printValue } from "./print-value.ts";

export interface SheetDates {
  id: string;
  issuedAt: Date;
  expiresAt: Date;
  digest: Buffer;
  checkAddress: string;
}

/** The library knows it, its types do not. */
const PDF_UA = "PDF/UA" as PDFKit.Mixins.PDFSubsets;
/** A font from the start would be another than the registered one of the same name, and be compared with it at every use. */
const NONE = "";
const MARGIN = 54;
const WIDTH = 595.28 - 2 * MARGIN;
/** Below it stands the foot of the page. */
const BOTTOM = 841.89 - 66;
const INK = "#16211f";
const PALE = "#45524f";
const LINE = "#c9c3b6";
const HEAD = "#eff6f3";
const CINNABAR = "#b5341f";
const PADDING = 5;
const QR_SIZE = 92;

export function drawProof(content: ProofContent, { id, issuedAt, expiresAt, digest, checkAddress }: SheetDates): PDFKit.PDFDocument {
  const document = new PDFDocument({
    size: "A4", margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 24 }, bufferPages: true, font: NONE,
    pdfVersion: "1.7", subset: PDF_UA, tagged: true, lang: "zh-CN", displayTitle: true,
    info: { Title: printable(`${content.title.zh} ${content.title.en}`), Author: printable(content.city.names.zh), Subject: id, Producer: "Citizen Cloud", Creator: "Citizen Cloud", CreationDate: issuedAt, ModDate: issuedAt },
  });
  const sheet = new Sheet(document);
  sheet.heading(content, checkAddress);
  sheet.table(
    [{ names: { zh: "姓名", en: "Name" } }, { names: { zh: "公民身份号码", en: "ID number" } }],
    [[content.name, maskIdNumber(content.idNumber)]],
  );
  sheet.gap();
  sheet.paragraph(content.statement.zh);
  sheet.paragraph(content.statement.en, "en-GB");
  const single = content.fields.filter(({ type }) => type !== "list");
  if (single.length > 0) sheet.pairs(single.map((field) => [field, printValue(field, content.record[field.name])]));
  for (const field of content.fields.filter(({ type }) => type === "list")) sheet.list(field, content.record[field.name]);
  sheet.pairs([
    [{ names: { zh: "出具部门", en: "Department" } }, `${content.department.zh} ${content.department.en}`],
    [{ names: { zh: "数据时间", en: "As of" } }, printTime(content.asOf ?? content.obtainedAt)],
    [{ names: { zh: "出具时间", en: "Issued" } }, printTime(issuedAt.toISOString())],
    [{ names: { zh: "有效期至", en: "Valid until" } }, printTime(expiresAt.toISOString())],
    [{ names: { zh: "验证码", en: "Code" } }, content.code],
  ]);
  sheet.gap();
  sheet.small(`查验：扫描二维码，或打开 ${new URL("/check", checkAddress).href} 输入验证码。本证明由系统按部门记录生成，查验结果以网页所示为准。`);
  sheet.small(`To check it, scan the code or open ${new URL("/check", checkAddress).href} and type it. What that page shows is what counts.`, "en-GB");
  sheet.end(`${content.code}　SHA-256 ${digest.toString("hex").slice(0, 32)}`);
  return document;
}

type Names = CheckedField["names"];
interface Column {
  names: Names;
  type?: string;
}

class Sheet {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  #y = MARGIN;
  /** Of texts in a table's size: months and amounts come again and again. */
  readonly #widths = new Map<string, number>();

  constructor(document: PDFKit.PDFDocument) {
    this.#document = document;
    document.registerFont("regular", asSource("regular")).registerFont("bold", asSource("bold"));
    this.#root = document.struct("Document");
    document.addStructure(this.#root);
  }

  heading({ title, city, department }: ProofContent, checkAddress: string): void {
    const width = WIDTH - QR_SIZE - 16;
    this.#add("Figure", { alt: `查验二维码 ${checkAddress}` }, () => this.#drawCode(checkAddress, MARGIN + WIDTH - QR_SIZE, MARGIN));
    this.#add("Figure", { alt: `${city.names.zh} ${city.names.en}` }, () => this.#drawSeal(city.seal, MARGIN, MARGIN));
    this.#y = MARGIN + 62;
    this.#text("H1", title.zh, { font: "bold", size: 20, width });
    this.#text("P", title.en, { size: 12, width, color: PALE, lang: "en-GB" });
    this.#text("P", `${city.names.zh} · ${department.zh}`, { size: 10, width, color: PALE });
    this.#y = Math.max(this.#y, MARGIN + QR_SIZE) + 14;
  }

  gap(): void {
    this.#y += 8;
  }

  paragraph(text: string, lang?: string): void {
    this.#text("P", text, { size: 10.5, width: WIDTH, ...(lang === undefined ? {} : { lang, color: PALE }) });
    this.#y += 5;
  }

  small(text: string, lang?: string): void {
    this.#text("P", text, { size: 8.5, width: WIDTH, color: PALE, ...(lang === undefined ? {} : { lang }) });
  }

  /** A name on the left, its value on the right. */
  pairs(pairs: [field: { names: Names }, value: string][]): void {
    this.#y += 8;
    const table = this.#document.struct("Table");
    this.#root.add(table);
    for (const [{ names }, value] of pairs) {
      const cells = [{ text: `${names.zh} ${names.en}`, width: WIDTH * 0.38, head: true }, { text: value, width: WIDTH * 0.62, head: false }];
      this.#row(table, cells, undefined);
    }
    table.end();
  }

  table(columns: Column[], rows: string[][]): void {
    this.#y += 8;
    const widths = columnWidths(columns, rows);
    const table = this.#document.struct("Table");
    this.#root.add(table);
    const head = columns.map(({ names }, index) => ({ text: `${names.zh}\n${names.en}`, width: widths[index] ?? 0, head: true }));
    this.#row(table, head, undefined);
    for (const row of rows) this.#row(table, row.map((text, index) => ({ text, width: widths[index] ?? 0, head: false })), head);
    table.end();
  }

  list({ names, fields = [] }: CheckedField, value: unknown): void {
    this.#y += 10;
    this.#text("H2", `${names.zh} ${names.en}`, { font: "bold", size: 11, width: WIDTH });
    const items = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
    if (items.length === 0) return this.paragraph("无记录 None");
    this.table(fields, items.map((item) => fields.map((field) => printValue(field, item[field.name]))));
  }

  end(footer: string): void {
    this.#root.end();
    const { start, count } = this.#document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#document.switchToPage(start + page);
      this.#artifact(() => {
        this.#document.font("regular").fontSize(7.5).fillColor(PALE);
        this.#line(printable(footer), MARGIN, BOTTOM + 14, WIDTH * 0.8);
        this.#line(`${page + 1} / ${count}`, MARGIN + WIDTH * 0.8, BOTTOM + 14, WIDTH * 0.2, "right");
      });
    }
    this.#document.end();
  }

  #add(kind: string, options: { alt?: string; lang?: string }, draw: () => void): void {
    const element = this.#document.struct(kind, options, draw);
    this.#root.add(element);
    element.end();
  }

  #artifact(draw: () => void): void {
    this.#document.markContent("Artifact", { type: "Layout" });
    draw();
    this.#document.endMarkedContent();
  }

  #text(kind: string, text: string, { font = "regular", size, width, color = INK, lang }: { font?: FontName; size: number; width: number; color?: string; lang?: string }): void {
    const document = this.#document;
    const words = printable(text);
    document.font(font).fontSize(size);
    const height = document.heightOfString(words, { width, lineGap: 2 });
    if (this.#y + height > BOTTOM) this.#nextPage();
    this.#add(kind, lang === undefined ? {} : { lang }, () => document.font(font).fontSize(size).fillColor(color).text(words, MARGIN, this.#y, { width, lineGap: 2 }));
    this.#y += height + 2;
  }

  #row(table: PDFKit.PDFStructureElement, cells: { text: string; width: number; head: boolean }[], head: { text: string; width: number; head: boolean }[] | undefined): void {
    const document = this.#document;
    document.font("regular").fontSize(9);
    const words = cells.map(({ text }) => text.split("\n").map(printable).join("\n"));
    const height = Math.max(...cells.map(({ width }, index) => this.#heightOf(words[index] ?? "", width - 2 * PADDING))) + 2 * PADDING;
    if (this.#y + height > BOTTOM) {
      this.#nextPage();
      // Seen again, but read out once.
      if (head) this.#artifact(() => this.#cells(head, head.map(({ text }) => text), Math.max(...head.map(({ text, width }) => this.#heightOf(text, width - 2 * PADDING))) + 2 * PADDING));
    }
    const row = document.struct("TR");
    table.add(row);
    this.#artifact(() => this.#frame(cells, height));
    let x = MARGIN;
    for (const [index, { width, head: isHead }] of cells.entries()) {
      const left = x;
      const cell = document.struct(isHead ? "TH" : "TD", {}, () => this.#cell(words[index] ?? "", left, width, isHead));
      row.add(cell);
      cell.end();
      x += width;
    }
    row.end();
    this.#y += height;
  }

  #cells(cells: { width: number; head: boolean }[], words: string[], height: number): void {
    this.#frame(cells, height);
    let x = MARGIN;
    for (const [index, { width, head }] of cells.entries()) {
      this.#cell(words[index] ?? "", x, width, head);
      x += width;
    }
    this.#y += height;
  }

  #frame(cells: { width: number; head: boolean }[], height: number): void {
    let x = MARGIN;
    for (const { width, head } of cells) {
      if (head) this.#document.rect(x, this.#y, width, height).fill(HEAD);
      this.#document.rect(x, this.#y, width, height).lineWidth(0.5).stroke(LINE);
      x += width;
    }
  }

  #cell(words: string, x: number, width: number, head: boolean): void {
    this.#document.font("regular").fontSize(9).fillColor(head ? PALE : INK);
    const inner = width - 2 * PADDING;
    let y = this.#y + PADDING;
    for (const line of words.split("\n")) {
      if (this.#widthOf(line) <= inner) this.#line(line, x + PADDING, y, inner);
      else this.#document.text(line, x + PADDING, y, { width: inner });
      y += this.#heightOf(line, inner);
    }
  }

  /** One line is drawn at once; only what is longer is broken. */
  #line(line: string, x: number, y: number, width: number, align: "left" | "right" = "left"): void {
    this.#document.text(line, align === "left" ? x : x + width - this.#document.widthOfString(line), y, { lineBreak: false });
  }

  #heightOf(words: string, width: number): number {
    const document = this.#document;
    document.font("regular").fontSize(9);
    return words.split("\n").reduce((sum, line) => sum + (this.#widthOf(line) <= width ? document.currentLineHeight(true) : document.heightOfString(line, { width })), 0);
  }

  #widthOf(line: string): number {
    const known = this.#widths.get(line);
    if (known !== undefined) return known;
    const width = this.#document.font("regular").fontSize(9).widthOfString(line);
    this.#widths.set(line, width);
    return width;
  }

  #nextPage(): void {
    this.#document.addPage();
    this.#y = MARGIN;
  }

  #drawSeal(character: string, x: number, y: number): void {
    this.#document.roundedRect(x, y, 44, 44, 6).fill(CINNABAR);
    this.#document.roundedRect(x + 3, y + 3, 38, 38, 4).lineWidth(1).stroke("#ffffff");
    this.#document.font("bold").fontSize(24).fillColor("#ffffff");
    const words = printable(character).slice(0, 2);
    this.#document.text(words, x + 22 - this.#document.widthOfString(words) / 2, y + 4.5, { lineBreak: false });
  }

  #drawCode(text: string, x: number, y: number): void {
    const code = generate(text, { minCorrectionLevel: correction.M });
    const size = QR_SIZE / code.size;
    for (let row = 0; row < code.size; row += 1) {
      for (let column = 0; column < code.size; column += 1) if (code.get(column, row)) this.#document.rect(x + column * size, y + row * size, size, size);
    }
    this.#document.fill("#000000");
  }
}

/** As wide as their longest entries ask for, within the sheet; none so narrow that it cannot be read. */
function columnWidths(columns: Column[], rows: string[][]): number[] {
  const wanted = columns.map(({ names }, index) => {
    const texts = [names.zh, ...names.en.split(" "), ...rows.slice(0, 100).map((row) => row[index] ?? "")];
    return Math.min(30, Math.max(4, ...texts.map(widthInHalves))) + 2;
  });
  const sum = wanted.reduce((total, each) => total + each, 0);
  return wanted.map((each) => (each / sum) * WIDTH);
}

/** A Chinese character is twice as wide as a letter. */
function widthInHalves(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/[\u2e80-\uffff]/u.test(character) ? 2 : 1), 0);
}
