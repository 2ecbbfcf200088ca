type Template = (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]

export class StandInMenuItem implements Pick<
  Electron.MenuItem,
  'label' | 'type' | 'enabled' | 'visible' | 'checked'
> {
  label: string
  type: Electron.MenuItem['type']
  enabled: boolean
  visible: boolean
  checked: boolean
  click: () => void

  constructor(options: Electron.MenuItemConstructorOptions | Electron.MenuItem) {
    this.label = options.label ?? ''
    this.type = options.type ?? 'normal'
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    // Called without item, window and event, which no handler here uses.
    const act: unknown = options.click
    this.click = () => {
      if (this.enabled && typeof act === 'function') Reflect.apply(act, undefined, [])
    }
  }
}

export class StandInMenu {
  readonly items: StandInMenuItem[] = []

  static buildFromTemplate(template: Template): StandInMenu {
    const menu = new StandInMenu()
    for (const options of template) menu.append(new StandInMenuItem(options))
    return menu
  }
  static setApplicationMenu(_menu: StandInMenu | null): void {
    // No effect: headless windows have no menu bar.
  }
  append(item: StandInMenuItem): void {
    this.items.push(item)
  }
}
