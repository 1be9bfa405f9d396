import { Modal } from "../components/modal.tsx";
import { m } from "../i18n/m.ts";
import "./help-sheet.css";

export function HelpSheet({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const keys: [keys: string[], meaning: string][] = [
    [["/"], m.key_search()],
    [["j", "k"], m.key_rows()],
    [["Enter"], m.key_open()],
    [["Esc"], m.key_escape()],
    [["Ctrl", "S"], m.key_save()],
    [["?"], m.key_help()],
  ];
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={m.help_title()}>
      <dl className="help-keys">
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3>{m.help_flow_title()}</h3>
      <ol className="help-flow">
        <li>{m.help_flow_1()}</li>
        <li>{m.help_flow_2()}</li>
        <li>{m.help_flow_3()}</li>
        <li>{m.help_flow_4()}</li>
      </ol>
    </Modal>
  );
}
