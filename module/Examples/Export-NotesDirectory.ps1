<#
.SYNOPSIS
    Exports the Domain, Server, and Group documents and the access control list of a Domino Directory to a DXL file, through a Notes client.
.DESCRIPTION
    Requires Windows and an installed Notes client. Notes and PowerShell must both be 32-bit programs or both be 64-bit programs: for a 32-bit
    client, run the script in Windows PowerShell (x86). The script uses the current ID file of the client. It replaces the file only after the
    export has succeeded, and returns the file.

    The documents are the same as those that the agent in docs/export-and-import.md exports.
.PARAMETER Path
    Specifies the DXL file to write.
.PARAMETER Server
    Specifies the Domino server. By default, the script reads the database of the client itself.
.PARAMETER Database
    Specifies the path of the database, relative to the data directory of the server.
.PARAMETER Form
    Specifies the forms of the documents to export. Add the forms of your own whose documents have the value Domain in the item Type.
.PARAMETER Password
    Specifies the password of the ID file. By default, the client prompts for it if necessary.
.PARAMETER NoPasswordPrompt
    Indicates that the client does not prompt for the password. If the ID file requires a password that was not specified, the script fails. Use this
    parameter in a scheduled task, because nobody answers the prompt. It is the default if the process is not interactive, as in a task that runs
    whether the user is logged on or not. Without -Password, the script passes a password that cannot match, so it requires an ID file without a
    password, or a client that already has the password. This was not tested with a Notes client.
.PARAMETER Force
    Replaces an existing file.
.PARAMETER Session
    Specifies a NotesSession that is already initialized, in place of a new one.
.EXAMPLE
    ./Export-NotesDirectory.ps1 C:\Temp\names.dxl -Server Hub01/Acme
    Test-CoexistenceConfiguration C:\Temp\names.dxl

    Exports the directory of a server, and audits it.
#>
[CmdletBinding()]
[OutputType([IO.FileInfo])]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Path,

    [string] $Server = '',

    [ValidateNotNullOrEmpty()]
    [string] $Database = 'names.nsf',

    [ValidateNotNullOrEmpty()]
    [string[]] $Form = @('Domain', 'Gateway Domain', 'Foreign Domain', 'Server', 'Group'),

    [Security.SecureString] $Password,

    [switch] $NoPasswordPrompt = (-not [Environment]::UserInteractive),

    [switch] $Force,

    [object] $Session
)

$ErrorActionPreference = 'Stop'

$file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
if ([IO.File]::Exists($file) -and -not $Force) { throw "The file '$file' already exists. Use -Force to replace the file." }

if ($null -eq $Session) {
    try { $Session = New-Object -ComObject Lotus.NotesSession }
    catch {
        $own, $other = if ([IntPtr]::Size -eq 8) { '64-bit', '32-bit' } else { '32-bit', '64-bit' }
        throw "Cannot start the Notes client: $($_.Exception.Message) The class Lotus.NotesSession is not registered for $own programs, and this PowerShell is a $own program. Make sure that a Notes client is installed. If Notes is a $other program, run the script in a $other PowerShell."
    }
    if ($Password) { $Session.Initialize([Net.NetworkCredential]::new('', $Password).Password) }
    elseif ($NoPasswordPrompt) {
        # A password must match that of the ID file. Without one, the client prompts.
        try { $Session.Initialize([Guid]::NewGuid().ToString('N')) }
        catch {
            throw "Cannot start the Notes session without a password: $($_.Exception.Message) Specify -Password, or use an ID file without a password. To let the client prompt for the password, use -NoPasswordPrompt:`$false."
        }
    }
    else { $Session.Initialize() }
}

$directory = $Session.GetDatabase($Server, $Database, $false)
if ($null -eq $directory -or -not $directory.IsOpen) { throw "Cannot open the database '$Database' on '$Server'." }

$notes = $directory.CreateNoteCollection($false)
$notes.SelectDocuments = $true
$notes.SelectAcl = $true
# A formula, such as: Form = "Domain" : "Gateway Domain" : "Foreign Domain" : "Server" : "Group"
$quoted = $Form | ForEach-Object { '"' + $_.Replace('\', '\\').Replace('"', '\"') + '"' }
$notes.SelectionFormula = 'Form = ' + ($quoted -join ' : ')
$null = $notes.BuildCollection()

$partial = "$file.$([Guid]::NewGuid().ToString('N')).tmp"
$stream = $Session.CreateStream()
try {
    if (-not $stream.Open($partial, 'UTF-8')) { throw "Cannot write the file '$partial'." }
    try {
        $null = $stream.Truncate()
        $exporter = $Session.CreateDXLExporter($notes, $stream)
        $exporter.OutputDOCTYPE = $false
        try { $null = $exporter.Process() }
        catch { throw "Cannot export the database '$Database': $($_.Exception.Message) $($exporter.Log)" }
    }
    finally {
        $null = $stream.Close()
    }
    if ([IO.File]::Exists($file)) { [IO.File]::Replace($partial, $file, [NullString]::Value) } else { [IO.File]::Move($partial, $file) }
}
finally {
    [IO.File]::Delete($partial)
}
[IO.FileInfo]::new($file)
