; An update uninstalls the old version too; Claude Code stays connected then.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; Ends by itself after 15 s at the latest, and shows no box (main/index.ts).
    ExecWait '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --disconnect'
    ; Written by main/desktop/links/open-links.ts.
    DeleteRegKey HKCU "Software\Classes\signalbox"
    ; Written by app.setLoginItemSettings (main/desktop/preferences/create-login-item.ts): the name is the
    ; AppUserModelId, and the Task Manager keeps its own switch.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "dev.signalbox.app"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "dev.signalbox.app"
    ; Written by main/desktop/preferences/create-command-line-tool.ts.
    Delete "$LOCALAPPDATA\Microsoft\WindowsApps\signalbox.cmd"
  ${endIf}
!macroend
