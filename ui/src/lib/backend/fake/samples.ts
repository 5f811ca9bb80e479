/** Small contents for previews, made here: no file of anybody is needed to look at the window. */

const SKIES = ["#e9b98f", "#bcd3de", "#8fb0d9", "#d7c6e0"];
const RIDGES = ["#6b4d6b", "#4f6f7d", "#38587c", "#5f8257"];

/** A drawn landscape, another one for each seed. */
export function picture(seed: number): string {
  const sky = SKIES[seed % SKIES.length] ?? "";
  const ridge = RIDGES[seed % RIDGES.length] ?? "";
  const peak = 20 + ((seed * 13) % 30);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100">
    <rect width="160" height="100" fill="${sky}"/>
    <circle cx="${String(40 + ((seed * 37) % 80))}" cy="30" r="12" fill="#fbe6c4"/>
    <path d="M0 80L45 ${String(peak)}L80 62L118 ${String(peak + 12)}L160 74V100H0z" fill="${ridge}"/>
    <path d="M0 92L60 78L110 90L160 80V100H0z" fill="#2b2740"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A document of one line a page. */
export function pdfText(lines: readonly string[]): string {
  const first = 4;
  const kids = lines.map((_, at) => `${String(first + 2 * at)} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${String(lines.length)} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  lines.forEach((line, at) => {
    const drawn = `BT /F1 28 Tf 60 700 Td (${line}) Tj 0 -40 Td /F1 14 Tf (Page ${String(at + 1)}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${String(first + 2 * at + 1)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${String(drawn.length)} >>\nstream\n${drawn}\nendstream`,
    );
  });
  let text = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${String(at + 1)} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = String(objects.length + 1);
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`;
}

const RATE = 8_000;

/** Half a second of a tone. */
export function tone(): string {
  const samples = String.fromCharCode(
    ...Array.from({ length: RATE / 2 }, (_, at) => 128 + Math.round(60 * Math.sin(at / 3))),
  );
  const word = (value: number, bytes: number) =>
    String.fromCharCode(...Array.from({ length: bytes }, (_, at) => (value >> (8 * at)) & 255));
  const format = `fmt ${word(16, 4)}${word(1, 2)}${word(1, 2)}${word(RATE, 4)}${word(RATE, 4)}${word(1, 2)}${word(8, 2)}`;
  const body = `WAVE${format}data${word(samples.length, 4)}${samples}`;
  return `data:audio/wav;base64,${btoa(`RIFF${word(body.length, 4)}${body}`)}`;
}
