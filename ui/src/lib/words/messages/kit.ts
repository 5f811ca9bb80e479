/** The recovery kit: making, checking, trying it, and coming back from it. */
export const kit = {
  "kit.title": { en: "Recovery kit", zh: "恢复包" },
  "kit.explained": {
    en: "One page and one file bring everything back on a new computer: accounts, data keys, networks and the list of your files. Whoever has the page can open your files, so keep it like a passport.",
    zh: "一张纸页和一个文件即可在新计算机上恢复一切：账户、数据密钥、网络和文件列表。拥有纸页的人就能打开您的文件，请像保管护照一样保管它。",
  },
  "kit.never": {
    en: "Only this computer can open your sealed files.",
    zh: "只有这台计算机能打开您封存的文件。",
  },
  "kit.keysSince": {
    en: {
      one: "{count} account or key came after this kit and is not in it.",
      other: "{count} accounts or keys came after this kit and are not in it.",
    },
    zh: "有 {count} 个账户或密钥晚于此恢复包，未包含在其中。",
  },
  "kit.filesSince": {
    en: {
      one: "{count} file was stored after this kit. It is found on the chain again.",
      other: "{count} files were stored after this kit. They are found on the chain again.",
    },
    zh: "有 {count} 个文件晚于此恢复包存入，可以从链上重新找到。",
  },
  "kit.upToDate": {
    en: "Everything that is here is in your newest kit.",
    zh: "这里的一切都已包含在最新的恢复包中。",
  },
  "kit.onlyHere": { en: "Only this computer can open it.", zh: "只有这台计算机能打开它。" },
  "kit.firstStored": {
    en: "Your file is stored and sealed. Until you make a recovery kit, only this computer can open it.",
    zh: "您的文件已封存并存储。在您制作恢复包之前，只有这台计算机能打开它。",
  },
  "kit.onlyHereGo": { en: "Make a recovery kit…", zh: "制作恢复包…" },
  "kit.door": { en: "I have a recovery kit", zh: "我有恢复包" },
  "kit.make": { en: "Make a kit…", zh: "制作恢复包…" },
  "kit.makeAgain": { en: "Make a new kit…", zh: "制作新恢复包…" },
  "kit.check": { en: "Check a kit…", zh: "检查恢复包…" },
  "kit.drill": { en: "Fire drill…", zh: "演练…" },
  "kit.restore": { en: "Restore…", zh: "恢复…" },
  "kit.nothingToKeep": {
    en: "There is no account and no key to put into it yet.",
    zh: "还没有可放入的账户或密钥。",
  },
  "kit.stepMake": { en: "Make the page and the file", zh: "制作纸页和文件" },
  "kit.stepMade": { en: "Made on {date}", zh: "制作于 {date}" },
  "kit.stepMakeExplained": {
    en: "A page to print, with words and codes, and a protected file that the words open.",
    zh: "一张带有单词和二维码的可打印纸页，以及一个由这些单词打开的受保护文件。",
  },
  "kit.stepCheck": { en: "Prove that it works", zh: "证明它有效" },
  "kit.stepCheckExplained": {
    en: "Looks into a kit and says what is in it. Changes nothing.",
    zh: "查看恢复包并说明其中的内容，不做任何更改。",
  },
  "kit.stepDrill": { en: "Fire drill", zh: "演练" },
  "kit.stepDrillExplained": {
    en: "Opens one stored file with the kit alone, in memory.",
    zh: "仅凭恢复包在内存中打开一个已存储的文件。",
  },
  "kit.stepRestore": { en: "Bring everything back", zh: "恢复一切" },
  "kit.stepRestoreExplained": {
    en: "Adds what a kit has and this computer has not. Nothing here is replaced.",
    zh: "添加恢复包中有而这台计算机没有的内容，不会替换任何现有内容。",
  },
  "kit.makeTitle": { en: "Make a recovery kit", zh: "制作恢复包" },
  "kit.makeExplained": {
    en: "A page to print and a protected file. Choose a folder that does not share the fate of this computer, such as one on a memory stick.",
    zh: "一张可打印的纸页和一个受保护的文件。请选择不与这台计算机共命运的文件夹，例如 U 盘上的文件夹。",
  },
  "kit.folder": { en: "Where it is written", zh: "写入位置" },
  "kit.chooseFolder": { en: "Choose a folder…", zh: "选择文件夹…" },
  "kit.folderNeeded": { en: "Choose a folder.", zh: "请选择文件夹。" },
  "kit.whole": { en: "Words", zh: "单词" },
  "kit.wholeExplained": {
    en: "The words stand on the page, and are shown here once. Whoever has the page can bring everything back.",
    zh: "单词印在纸页上，并在此显示一次。拥有纸页的人就能恢复一切。",
  },
  "kit.split": { en: "Shares for several people", zh: "分给多人的份额" },
  "kit.splitTotal": { en: "Shares in all", zh: "份额总数" },
  "kit.splitNeeded": { en: "Shares that open it", zh: "打开所需份额" },
  "kit.splitExplained": {
    en: "{total} pages with one share each. Any {needed} of them open the kit; fewer open nothing and say nothing about it.",
    zh: "共 {total} 页，每页一份。任意 {needed} 份即可打开恢复包；不足则什么也打不开，也得不到任何信息。",
  },
  "kit.makeGo": { en: "Make the kit", zh: "制作恢复包" },
  "kit.making": { en: "Making it…", zh: "正在制作…" },
  "kit.wordsTitle": { en: "The words of the kit", zh: "恢复包的单词" },
  "kit.wordsExplained": {
    en: "They open the kit. They stand on its page too, but here they are shown this once: write them down in this order if you do not print the page.",
    zh: "它们用于打开恢复包，也印在纸页上，但在此只显示这一次：如果您不打印纸页，请按顺序抄写。",
  },
  "kit.leaveExplained": {
    en: "The kit is written, and its words stand on the page. They cannot be shown here again: with neither that page nor the words on paper, nobody can open this kit.",
    zh: "恢复包已写好，单词印在纸页上。它们无法在此再次显示：既没有纸页也没有抄写的单词，就没有人能打开此恢复包。",
  },
  "kit.madeTitle": { en: "The kit is made", zh: "恢复包已制作" },
  "kit.madeExplained": {
    en: "Print the page, then delete its PDF: whoever has it can open your files. Keep it where you keep your passport, and the other file in another place. Then prove that the kit works: check it, or run a fire drill.",
    zh: "请打印纸页，然后删除其 PDF：拥有它的人就能打开您的文件。请像护照一样保管纸页，另一个文件另处存放。然后证明恢复包有效：检查它或进行演练。",
  },
  "kit.madeSplit": {
    en: "Print the {total} pages, then delete their PDFs. Give each page to another person or place: any {needed} of them open the kit. Keep the other file where each of them finds it.",
    zh: "请打印这 {total} 页，然后删除其 PDF。将每一页交给不同的人或放在不同的地方：任意 {needed} 页即可打开恢复包。请将另一个文件放在他们都能找到的地方。",
  },
  "kit.madeUnconfirmedTitle": {
    en: "The kit is made, its words were not confirmed",
    zh: "恢复包已制作，但单词尚未确认",
  },
  "kit.madeUnconfirmed": {
    en: "The files are written. Print the page before you count on this kit, then delete its PDF: without the page, or the words on paper, nobody can open it.",
    zh: "文件已写好。请先打印纸页再依赖此恢复包，然后删除其 PDF：没有纸页或抄写的单词，就没有人能打开它。",
  },
  "kit.files": { en: "Files of the kit", zh: "恢复包的文件" },
  "kit.source": { en: "You have", zh: "您拥有" },
  "kit.fromFile": { en: "Its file", zh: "文件" },
  "kit.fromCodes": { en: "Its printed page", zh: "打印的纸页" },
  "kit.file": { en: "The file of the kit (.pileus-kit)", zh: "恢复包文件（.pileus-kit）" },
  "kit.fileNeeded": { en: "Choose the file of the kit.", zh: "请选择恢复包文件。" },
  "kit.codes": {
    en: "The text of the page's QR codes, in any order; a phone's camera reads them",
    zh: "纸页上二维码的文本，顺序不限；可用手机相机读取",
  },
  "kit.codesNeeded": { en: "Paste the text of the codes.", zh: "请粘贴二维码的文本。" },
  "kit.faceWords": {
    en: "Kit {kit}, made on {date}. Its words open it.",
    zh: "恢复包 {kit}，制作于 {date}，由其单词打开。",
  },
  "kit.faceShares": {
    en: "Kit {kit}, made on {date}. Any {needed} of its {total} shares open it.",
    zh: "恢复包 {kit}，制作于 {date}，由 {total} 份中的任意 {needed} 份打开。",
  },
  "kit.opening": { en: "Opened by", zh: "打开方式" },
  "kit.byWords": { en: "Words", zh: "单词" },
  "kit.byShares": { en: "Shares", zh: "份额" },
  "kit.words": { en: "The words of the kit, in their order", zh: "按顺序输入恢复包的单词" },
  "kit.wordsNeeded": { en: "Type the words of the kit.", zh: "请输入恢复包的单词。" },
  "kit.share": { en: "Share {number}", zh: "第 {number} 份" },
  "kit.sharesNeeded": { en: "Type at least two shares.", zh: "请至少输入两份。" },
  "kit.addShare": { en: "Another share", zh: "再加一份" },
  "kit.typedWords": { en: "Words as typed", zh: "已输入的单词" },
  "kit.notInList": { en: "not in the list", zh: "不在词表中" },
  "kit.wordUnknown": {
    en: "Word {number}, “{word}”, is not in the list of words.",
    zh: "第 {number} 个单词“{word}”不在词表中。",
  },
  "kit.wordsMissing": {
    en: {
      one: "{count} word of {expected} is missing.",
      other: "{count} words of {expected} are missing.",
    },
    zh: "共需 {expected} 个单词，还差 {count} 个。",
  },
  "kit.wordsTooMany": {
    en: "These are more than {expected} words.",
    zh: "单词超过了 {expected} 个。",
  },
  "kit.wordsMisfit": {
    en: "Every word is known, but they do not fit together. Look at their order, and for a word read wrongly.",
    zh: "每个单词都在词表中，但彼此不符。请检查顺序，以及是否认错了某个单词。",
  },
  "kit.wordsFit": { en: "The words fit together.", zh: "单词彼此相符。" },
  "kit.checkTitle": { en: "Check a kit", zh: "检查恢复包" },
  "kit.checkExplained": {
    en: "Says what a kit would bring back. Nothing is changed, and nothing of it stays here.",
    zh: "说明恢复包能恢复哪些内容。不做任何更改，也不保留其中的内容。",
  },
  "kit.checkGo": { en: "Check", zh: "检查" },
  "kit.checking": { en: "Opening the kit…", zh: "正在打开恢复包…" },
  "kit.checked": { en: "This kit works", zh: "此恢复包有效" },
  "kit.checkedExplained": {
    en: "It was opened and read to the end. It would bring back:",
    zh: "已打开并完整读取。它可以恢复：",
  },
  "kit.complete": {
    en: "It holds every account and data key of this computer.",
    zh: "它包含这台计算机上的所有账户和数据密钥。",
  },
  "kit.incomplete": {
    en: "An account or a data key of this computer is not in it.",
    zh: "这台计算机上有账户或数据密钥不在其中。",
  },
  "kit.number": { en: "Number", zh: "编号" },
  "kit.networks": { en: "Networks", zh: "网络" },
  "kit.catalogue": { en: "List of files", zh: "文件列表" },
  "kit.fileCount": {
    en: { one: "{count} file", other: "{count} files" },
    zh: "{count} 个文件",
  },
  "kit.bucketCount": {
    en: { one: "{count} bucket", other: "{count} buckets" },
    zh: "{count} 个存储桶",
  },
  "kit.inBuckets": { en: "{files} in {buckets}", zh: "{buckets}中的 {files}" },
  "kit.noCatalogue": {
    en: "not on the page; the kit's file has it, or it is found on the chain again",
    zh: "纸页上没有；恢复包文件中有，也可以从链上重新找到",
  },
  "kit.drillTitle": { en: "Fire drill", zh: "演练" },
  "kit.drillExplained": {
    en: "Fetches one stored file and opens it with the kit alone, in memory. Nothing is written.",
    zh: "取回一个已存储的文件，仅凭恢复包在内存中打开。不写入任何内容。",
  },
  "kit.drillGo": { en: "Run the fire drill", zh: "开始演练" },
  "kit.drilling": {
    en: "Opening a stored file with the kit…",
    zh: "正在用恢复包打开已存储的文件…",
  },
  "kit.drillPassed": { en: "The kit opened a stored file", zh: "恢复包打开了一个已存储的文件" },
  "kit.drillPassedExplained": {
    en: "It was fetched, rebuilt and opened with nothing but the kit, and is whole:",
    zh: "仅凭恢复包取回、重建并打开了文件，且内容完整：",
  },
  "kit.drillFailed": { en: "The kit did not open this file", zh: "恢复包未能打开此文件" },
  "kit.drillFailedExplained": {
    en: "The file itself was not touched. Make a new kit while this computer still has the keys.",
    zh: "文件本身未受影响。请趁这台计算机仍有密钥时制作新的恢复包。",
  },
  "kit.restoreTitle": { en: "Bring everything back", zh: "恢复一切" },
  "kit.restoreExplained": {
    en: "Adds the accounts, keys, networks and files of a kit to this computer. What is here already stays.",
    zh: "将恢复包中的账户、密钥、网络和文件列表添加到这台计算机。现有内容保持不变。",
  },
  "kit.restoreGo": { en: "Restore", zh: "恢复" },
  "kit.restoring": {
    en: "Bringing everything back, and looking for newer files…",
    zh: "正在恢复，并查找更新的文件…",
  },
  "kit.progress": { en: "{done} of {total}", zh: "{done} / {total}" },
  "kit.restored": { en: "It is back", zh: "已恢复" },
  "kit.restoredExplained": { en: "This was added to this computer:", zh: "已添加到这台计算机：" },
  "kit.nothingNew": { en: "nothing that was not here", zh: "没有新的内容" },
  "kit.found": { en: "Newer files", zh: "更新的文件" },
  "kit.foundExplained": {
    en: {
      one: "{count} file that was stored after the kit, with the name from its seal",
      other: "{count} files that were stored after the kit, with the names from their seals",
    },
    zh: "{count} 个晚于恢复包存入的文件，名称取自封存信息",
  },
  "kit.unknown": { en: "Not known", zh: "无法得知" },
  "kit.unknownExplained": {
    en: {
      one: "{count} file is on the chain, but nothing here can name or open it",
      other: "{count} files are on the chain, but nothing here can name or open them",
    },
    zh: "{count} 个文件在链上，但这里无法得知其名称或打开它们",
  },
  "kit.unread": {
    en: "Could not be asked for newer files: {networks}. Restore again once there is a connection.",
    zh: "无法查询更新的文件：{networks}。恢复连接后请再次恢复。",
  },
  "kit.opened": {
    en: "“{network}” is open. Your files are in the buckets window.",
    zh: "“{network}”已打开。您的文件在存储桶窗口中。",
  },
  "kit.next": {
    en: "Open a network in the main window to see your files.",
    zh: "请在主窗口中打开网络以查看您的文件。",
  },
} as const;
