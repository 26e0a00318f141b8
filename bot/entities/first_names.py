"""Usual first names in France, of every origin, folded; written by hand, neither complete nor a statistic."""

from bot.entities.vocabulary import word_set

FIRST_NAMES = word_set(
    """
    aaron abdallah abdel abdelkader abdou abel abigail achille adama adele adeline adem adil adrian adrien
    adrienne agathe agnes ahmed aicha aida aissatou alain alan alban albane albert alberto aldo
    alex alexandra alexandre alexia alexis alfred ali alice alicia alienor alima aline alix alma aloys
    amadou amal amandine amaury ambre amelie amina aminata amine amir amira ana anael anais anas anastasia
    anatole andre andrea andree ange angela angele angelina angelique anissa anita ann anna annabelle anne
    annette annick annie anouk anthony antoine antoinette antonin antonio antony apolline ariane arlette
    armand armelle arnaud arsene arthur assia astrid aude audrey auguste augustin aurelie aurelien aurore
    awa axel axelle aya aymeric ayoub aziz bakary baptiste barbara bart basile bastien beatrice belkacem ben
    benedicte benjamin benoit berengere berenice bernadette bernard berthe bertrand bilal bintou blaise
    boris boubacar brahim brice brigitte bruno calixte camelia camille candice capucine carine carla carlos
    carmen carole caroline cassandra catherine cecile cedric celeste celestin celia celine cesar chaima
    chantal charlene charles charlie charline charlotte cheikh chloe christel christele christelle christian
    christiane christine christophe cindy claire clara clarisse claude claudette claudia claudie claudine
    clea clemence clement clementine clotilde clovis colette colin colombe constance coralie
    corentin corinne cyprien cyril cyrille damien dan daniel daniele danielle danny dany daphne david
    deborah delphine denis denise diana diane didier diego dimitri djamel djamila dominique
    donatien dora dorian doriane dorothee driss dylan ebru eddy edgar edith edmond edmonde edouard edwige
    eglantine eleonore eli elia eliane elias elie eliette elina elisa elisabeth elise elodie eloi eloise
    elsa elvire emeline emilie emilien emma emmanuel emmanuelle emre enzo eric erica erika ernest ernestine
    erwan esteban estelle esther ethan etienne eudes eugene eugenie eulalie eva evan eve evelyne ezechiel
    fabien fabienne fabrice fadila faiza fanny fanta farah fares farid farida fatiha fatima fatimata fatma
    fatou fatoumata faustine felicie felicite felix ferdinand fernand fernande fiona flavie flavien
    flora florence florent florentin florian florine fode francine francis francisco franck francois
    francoise frank freddy frederic frederique gabin gabriel gabrielle gael gaelle gaetan gaetane garance
    gaspard gaston gautier genevieve geoffrey geoffroy georges georgette georgina gerald geraldine gerard
    germain germaine ghislain ghislaine gilbert gilberte gildas gilles ginette gino giovanni gisele giselle
    giulia gladys godefroy gontran goran grace gratien gregoire gregory guenael guenole guilhem guillaume
    gustave guy gwenael gwenaelle gwendoline habib hadrien hakim halima hamid hamza hanna hannah hasan
    hassan hassen hawa hector helena helene heloise henri henriette herve hicham hilaire hippolyte hocine
    honorine horace hortense houria hubert hugo hugues huguette humbert hussein ibrahim ibrahima ida
    idriss ignace igor ikram ilan ilhan iliana ilias ilyes iman imane ines ingrid irene iris irma isaac
    isabelle isaline isidore ismael ismail issa ivan jack jacky jacob jacqueline jacques jad jade jalila
    jamal jamila jan jane janine jasmine jason jawad jean jeanine jeanne jeannette jeannine jennifer jeremie
    jeremy jerome jessica jessy jihane jimmy joachim joan joana joao joaquim jocelyn jocelyne joel joelle
    joffrey johan johann johanna john jonas jonathan jordan jordane jorge jose joseph josephine josette
    joshua josiane josse josue joy juan jude judith jules julia julian juliana julie julien julienne
    juliette justin justine kader kamal kamel karen karim karima karine karl katia kelly kenza kevin
    khadidja khadija khaled khalid kim laetitia lahcen laila lamia lana lara larissa laszlo latifa laura
    laure laureen laurence laurent laurette laurie laurine lea leandre leila lena lenny leo leon leonard
    leone leonie leonore leontine leopold leslie leyla lia liam lila lili lilian liliane lilou lily lina
    linda lionel lisa lise lisette livia loan loic loick lois lola lorenzo loriane lou louane louis
    louisa louise louison louna lubin luc luca lucas luce lucette lucia lucie lucien lucienne lucile lucille
    lucrece ludivine ludovic luis luisa lukas luna lydia lydie lyes lynda madeleine madeline mael maeli
    maelis maelle maelys magali magalie magda maggy mahamadou mahmoud maia malak malek malick malika mamadou
    manon manuel manuela marc marceau marcel marceline marcelle marco margaux margot marguerite maria mariam
    mariama marianne marie mariette marilyne marina marine mario marion marius marjorie marlene marthe
    martial martin martine marvin maryam maryline maryse maryvonne mateo mathias mathieu mathilde mathis
    mathurin matteo matthias matthieu maud maude maurice mauricette max maxence maxime maximilien maya
    mederic medhi mehdi melanie melina meline melissa melodie melvin mercedes meriem meryem michael michel
    michele micheline michelle miguel mikael mila milan milena milene mina mireille miriam modou mohamed
    mohammed moise momo mona monica monique morgan morgane mouhamed mouna mounir mourad moussa moustapha
    muhammad murat muriel murielle mustafa mustapha mylene myriam nabil nabila nada nadege nadia nadine
    nadir naima nais naomi narcisse nasser natacha natalia natalie natasha nathalie nathan nathanael nawal
    nelly neo nicolas nicole nicolle nina nino noa noah noe noel noelie noelle noemie nolan nolwenn nora
    norbert nordine norman noua nour noura octave octavie odette odile odilon oliver olivia olivier olympe
    omar ondine oriane oscar osman oumar oumou ousmane pablo paco paloma pamela paola pascal pascale
    pascaline patrice patricia patrick paul paula paule paulette paulin pauline paulo pedro peggy perle
    perrine philibert philippe philippine philomene pierre pierrette pierrick prisca priscilla
    quentin rabah rachel rachid rachida rafael raissa ralph ramata rania raoul raphael raphaelle rayan
    raymond raymonde rebecca reda regine regis reine remi remy renaud rene renee reynald richard rita
    robert roberta roberte robin roch rodolphe rodrigue roger roland rolande romain romane romeo romuald
    romy ronan rosa rosalie rose roseline roselyne rosine roxane ruben rudy ruth ryan sabine sabri sabrina
    sacha sadio said saida salah salem salim salima salma salome salomee salomon samantha samba sami samia
    samir samira samuel samy sandie sandra sandrine sandy santiago sara sarah sasha saskia saul savannah
    sean sebastien segolene selena selim selma serena serge sergio servane severin severine sherine sidonie
    sidy sihem silvia silvio simon simone sirine sofia sofiane soizic solange solene solenn soline solveig
    sonia sophia sophie soraya souad soufiane souleymane stanislas stella stephan stephane stephanie steve
    steven sullivan susan suzanne suzette suzie sven svetlana sybille sylvain sylvaine sylvestre sylvette
    sylviane sylvie tahar talia tamara tanguy tania tarik tatiana teddy teo teresa tess tessa thais thea
    theo theodore theophile theotime therese thibaud thibault thibaut thierry thimothe thomas tiago tidiane
    timeo timothe timothee tiphaine titouan tom tony toussaint tristan tugdual ulrich ulysse urbain ursula
    ursule valentin valentine valere valerie valery vanessa vera veronique vianney victor victoria
    victorien vincent vincente violaine violette virgile virginie vivian viviane vivien vladimir wael wafa
    wahid walid wassim wendy wesley wilfrid wilfried willem william willy xavier yacine yael yahya yanis
    yann yannick yannis yasmina yasmine yassin yassine ylan yohan yohann yolande yona youcef younes youri
    youssef youssouf ysee yusuf yvan yves yvette yvon yvonne zacharie zahia zahra zakaria zara zeinab zelie
    zeynep zineb zinedine zita zoe zohra zoubida zoulikha zya
    """
)
