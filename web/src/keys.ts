// Single keys of the page; silent while a text field has the focus.

export type Command = "next" | "previous" | "open" | "escape" | "new" | "layers" | "staffing" | "home" | "help" | "plus" | "minus";

const COMMANDS: Readonly<Record<string, Command>> = {
  j: "next", k: "previous", Enter: "open", Escape: "escape", n: "new", l: "layers", g: "staffing", "0": "home", "?": "help", "？": "help",
  "+": "plus", "=": "plus", "-": "minus",
};

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
}

export function listenForKeys(target: Document, run: (command: Command) => void): void {
  target.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const command = COMMANDS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!command) return;
    if (inField(event.target) && command !== "escape") return;
    // Enter on a button presses that button.
    if (command === "open" && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    run(command);
  });
}
